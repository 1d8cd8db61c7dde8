import type { OpEvent, Tensor } from "../../core/index.ts";
import { isExponentiated, madeBy, reductions, statisticUse } from "./cause.ts";

/**
 * What an op that normalises, outside of any norm module, makes of its input, as a function to be run alone: a fused norm, or a
 * reduction whose result centres or scales the very tensor that it was taken of. null for any other op, a softmax that is
 * written out by hand among them.
 */
export function statisticOf(
  event: OpEvent,
  run: readonly OpEvent[],
  at: number,
): ((x: Tensor) => Tensor) | null {
  const { op, attributes } = event;
  const { axes, axis, statistics, centered } = attributes;
  if (/norm$/i.test(op) && Array.isArray(axes)) {
    if (statistics === "stored") return (x) => x.mul(1);
    return normalizedOver(axes as number[], centered !== false);
  }
  if (!reductions.has(op) || !Array.isArray(axis) || !normalises(event, run, at)) return null;
  return (x) => x.sub(reducedBy(x, op, axis as number[]));
}

function normalizedOver(axes: number[], isCentered: boolean): (x: Tensor) => Tensor {
  const keep = { keepdims: true };
  return (x) => {
    const centered = isCentered ? x.sub(x.mean(axes, keep)) : x;
    return centered.div(centered.square().mean(axes, keep).add(1e-12).sqrt());
  };
}

function reducedBy(x: Tensor, op: string, axes: number[]): Tensor {
  const reduce = (x as unknown as Record<string, (axes: number[], options: object) => Tensor>)[op]!;
  return reduce.call(x, axes, { keepdims: true });
}

function normalises(event: OpEvent, run: readonly OpEvent[], at: number): boolean {
  if (madeBy(event.inputs[0], run.slice(0, at)) === "exp") return false;
  const later = run.slice(at + 1);
  const use = statisticUse(event, later);
  if (use === null || isExponentiated(use.output, later)) return false;
  const source = rootOf(event.inputs[0]!, run);
  return use.inputs.some((input) => input.size === use.output.size && rootOf(input, run) === source);
}

/** Squares, centring and views leave it the same tensor for this purpose: a variance by hand is one of x. */
function rootOf(tensor: Tensor, run: readonly OpEvent[]): Tensor {
  let root = tensor;
  for (let maker = makerOf(root, run); maker !== undefined; maker = makerOf(root, run))
    root = maker.inputs[0]!;
  return root;
}

const sameTensor = new Set([
  "square",
  "abs",
  "sub",
  "mul",
  "pow",
  "div",
  "add",
  "clone",
  "reshape",
  "permute",
]);

function makerOf(tensor: Tensor, run: readonly OpEvent[]): OpEvent | undefined {
  const maker = run.findLast(({ output }) => output === tensor);
  return maker !== undefined && sameTensor.has(maker.op) ? maker : undefined;
}
