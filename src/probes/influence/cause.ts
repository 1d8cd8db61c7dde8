import type { Module, ModuleFrame, OpEvent, Tensor } from "../../core/index.ts";
import { isNorm } from "../normCalls.ts";

/** What lets a token read another: statistics that pool, an attention mask, or something else that mixes tokens. */
export type Cause = "norm" | "mask" | "other";

const attention = /attention/i;
export const reductions = new Set(["mean", "var", "std", "sum", "max", "min", "norm"]);

/**
 * Names the cause of a leak that starts in `event`. Attention in any spelling reads "mask", never "norm": a softmax over scores,
 * one written out by hand too, or a product of two tensors of the run. Weights that mix tokens, as in an MLP-Mixer, are no mask.
 * A reduction is a norm's when its result is later subtracted or divided by (adding it, or gating by it, is mixing).
 */
export function causeOf(event: OpEvent, run: readonly OpEvent[]): Cause {
  const { op, inputs, frame } = event;
  if (attention.test(op)) return "mask";
  if (reductions.has(op)) return causeOfReduction(event, run);
  if (/norm$/i.test(op)) return "norm";
  if (isInside(frame, (module) => attention.test(module.constructor.name))) return "mask";
  const earlier = run.slice(0, run.indexOf(event));
  if (op === "softmax" || op === "logSoftmax") return isOfScores(inputs[0]!, earlier) ? "mask" : "other";
  if (op === "matmul" && isAttentionProduct(event, earlier)) return "mask";
  return isInside(frame, isNorm) ? "norm" : "other";
}

function causeOfReduction(event: OpEvent, run: readonly OpEvent[]): Cause {
  const at = run.indexOf(event);
  if (madeBy(event.inputs[0], run.slice(0, at)) === "exp") return "mask";
  const use = statisticUse(event, run.slice(at + 1));
  if (use !== null) return isExponentiated(use.output, run.slice(run.indexOf(use) + 1)) ? "mask" : "norm";
  return isInside(event.frame, isNorm) ? "norm" : "other";
}

/** The op that centres or scales something larger by the reduction's result, perhaps after a root, a shift by eps or a view. */
export function statisticUse(event: OpEvent, later: readonly OpEvent[]): OpEvent | null {
  /** Whether each tensor made from the result is to be multiplied by, as 1 / statistic is. */
  const derived = new Map([[event.output, false]]);
  for (const one of later) {
    const source = one.inputs.find((input) => derived.has(input));
    if (source === undefined || one.op === "matmul") continue;
    const isInverse = derived.get(source)! !== inverts(one, source);
    if (one.output.size > event.output.size) return scales(one, isInverse) ? one : null;
    derived.set(one.output, isInverse);
  }
  return null;
}

function scales({ op }: OpEvent, isInverse: boolean): boolean {
  return op === "sub" || ((op === "mul" || op === "div") && isInverse);
}

/** 1 / x in one of its spellings. A sum divided by a number is a mean, no inverse. */
function inverts({ op, inputs }: OpEvent, source: Tensor): boolean {
  if (op === "rsqrt") return true;
  if (op === "div") return inputs[1] === source;
  const [base, exponent] = inputs;
  return op === "pow" && base === source && exponent!.data.every((value) => value < 0);
}

/** Softmax subtracts the largest score before it takes exp. */
export function isExponentiated(output: Tensor, later: readonly OpEvent[]): boolean {
  return later.some(({ op, inputs }) => op === "exp" && inputs.includes(output));
}

export function madeBy(tensor: Tensor | undefined, earlier: readonly OpEvent[]): string | undefined {
  return earlier.findLast(({ output }) => output === tensor)?.op;
}

function isInside(frame: ModuleFrame | null, isWanted: (module: Module) => boolean): boolean {
  for (let at = frame; at !== null; at = at.parent) if (isWanted(at.module)) return true;
  return false;
}

/** Masks, scales and views between the product of queries and keys and its softmax. */
const onTheWay = new Set([
  "add", "sub", "mul", "div", "exp", "where", "tril", "triu", "tanh", "relu", "sigmoid", "softmax", "reshape", "permute",
  "expand", "slice", "clone",
]); // prettier-ignore

/** Whether a tensor is made of a product of queries and keys. */
function isOfScores(tensor: Tensor, earlier: readonly OpEvent[], seen = new Set<Tensor>()): boolean {
  if (seen.has(tensor)) return false;
  seen.add(tensor);
  const maker = earlier.findLast(({ output }) => output === tensor);
  if (maker === undefined) return false;
  if (maker.op === "matmul") return isProductOfTokens(maker, earlier);
  return onTheWay.has(maker.op) && maker.inputs.some((input) => isOfScores(input, earlier, seen));
}

function isAttentionProduct(event: OpEvent, earlier: readonly OpEvent[]): boolean {
  return isProductOfTokens(event, earlier) || event.inputs.some((input) => isOfScores(input, earlier));
}

/** Whether both factors were made in this run, or of one tensor: a matrix of weights, or of averages, makes no attention. */
function isProductOfTokens({ inputs }: OpEvent, earlier: readonly OpEvent[]): boolean {
  const [a, b] = inputs.map((input) => sourceOf(input, earlier));
  return a!.root === b!.root || (a!.isMade && b!.isMade);
}

const views = new Set(["reshape", "permute", "expand", "slice", "clone"]);

/** What a tensor is a view of, and whether some op of the run made that. */
function sourceOf(tensor: Tensor, earlier: readonly OpEvent[]): { root: Tensor; isMade: boolean } {
  const maker = earlier.findLast(({ output }) => output === tensor);
  if (maker === undefined) return { root: tensor, isMade: false };
  return views.has(maker.op) ? sourceOf(maker.inputs[0]!, earlier) : { root: tensor, isMade: true };
}
