import * as ops from "../ops/index.ts";
import { formatShape, ShapeError } from "../shape.ts";
import { Tensor } from "../tensor.ts";

export interface LossOptions {
  /** How the losses of all positions become the result: their mean, their sum, or all of them. */
  readonly reduction?: "mean" | "sum" | "none";
}

export interface CrossEntropyOptions extends LossOptions {
  /** Positions with this target do not count. */
  readonly ignoreIndex?: number;
  readonly labelSmoothing?: number;
}

/**
 * Mean of -log softmax(logits)[target]: logits [..., classes], targets [...] are whole numbers below `classes`. The mean
 * runs over the positions that are not ignored.
 */
export function crossEntropy(
  logits: Tensor,
  targets: Tensor,
  { ignoreIndex = -100, labelSmoothing = 0, reduction = "mean" }: CrossEntropyOptions = {},
): Tensor {
  const losses = Tensor.run(ops.crossEntropy, [logits, targets], { ignoreIndex, labelSmoothing });
  if (reduction !== "mean") return reduction === "sum" ? losses.sum() : losses;
  const counted = targets.array
    .values()
    .reduce((count, target) => count + (target === ignoreIndex ? 0 : 1), 0);
  return counted === losses.size ? losses.mean() : losses.sum().div(counted);
}

/** Mean of (x - target)^2. */
export function mseLoss(x: Tensor, target: Tensor, { reduction = "mean" }: LossOptions = {}): Tensor {
  const same = x.rank === target.rank && x.shape.every((length, axis) => length === target.shape[axis]);
  if (!same)
    throw new ShapeError("mseLoss", `shapes ${formatShape(x.shape)} and ${formatShape(target.shape)} differ`);
  const losses = x.sub(target).square();
  if (reduction === "none") return losses;
  return reduction === "sum" ? losses.sum() : losses.mean();
}
