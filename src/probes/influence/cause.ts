import type { ModuleFrame, OpEvent, Tensor } from "../../core/index.ts";

/** What lets a token read another: statistics that pool, an attention mask, or something else that mixes tokens. */
export type Cause = "norm" | "mask" | "other";

const attention = /attention|softmax/i;
const norm = /norm/i;
const reductions = new Set(["mean", "var", "std", "sum", "max", "min", "norm"]);

/**
 * Names the cause of a leak that starts in `event`. Attention in any spelling reads "mask", never "norm", a softmax written out
 * by hand too; a reduction is a norm's when its result is later subtracted or divided by (adding it, or gating by it, is mixing).
 */
export function causeOf(event: OpEvent, run: readonly OpEvent[]): Cause {
  if (attention.test(event.op)) return "mask";
  if (norm.test(event.op)) return "norm";
  if (reductions.has(event.op)) return causeOfReduction(event, run);
  if (event.op === "matmul" || isInside(event.frame, attention)) return "mask";
  return isInside(event.frame, norm) ? "norm" : "other";
}

function causeOfReduction(event: OpEvent, run: readonly OpEvent[]): Cause {
  const at = run.indexOf(event);
  if (madeBy(event.inputs[0], run.slice(0, at)) === "exp") return "mask";
  const use = statisticUse(event, run.slice(at + 1));
  if (use !== null) return isExponentiated(use.output, run.slice(run.indexOf(use) + 1)) ? "mask" : "norm";
  return isInside(event.frame, norm) ? "norm" : "other";
}

/** The op that centres or scales something larger by the reduction's result, perhaps after a root, a shift by eps or a view. */
function statisticUse(event: OpEvent, later: readonly OpEvent[]): OpEvent | null {
  /** Whether each tensor made from the result is to be multiplied by, as 1 / statistic is. */
  const derived = new Map([[event.output, false]]);
  for (const one of later) {
    const source = one.inputs.find((input) => derived.has(input));
    if (source === undefined) continue;
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
function isExponentiated(output: Tensor, later: readonly OpEvent[]): boolean {
  return later.some(({ op, inputs }) => op === "exp" && inputs.includes(output));
}

function madeBy(tensor: Tensor | undefined, earlier: readonly OpEvent[]): string | undefined {
  return earlier.findLast(({ output }) => output === tensor)?.op;
}

function isInside(frame: ModuleFrame | null, name: RegExp): boolean {
  for (let at = frame; at !== null; at = at.parent) if (name.test(at.module.constructor.name)) return true;
  return false;
}
