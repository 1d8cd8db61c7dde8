import { anyNumber, checkOptions, fraction, oneOf, type Kinds } from "../arguments.ts";
import * as ops from "../ops/index.ts";
import { differenceOf, formatShape, sameShape, ShapeError } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { checkTensors } from "../tensorArguments.ts";

export interface LossOptions {
  /** How the losses of all positions become the result: their mean, their sum, or all of them. */
  readonly reduction?: "mean" | "sum" | "none";
}

export interface CrossEntropyOptions extends LossOptions {
  /** Positions with this target do not count. */
  readonly ignoreIndex?: number;
  readonly labelSmoothing?: number;
}

const lossKinds: Kinds<LossOptions> = { reduction: oneOf("mean", "sum", "none") };
const crossEntropyKinds: Kinds<CrossEntropyOptions> = {
  ...lossKinds,
  ignoreIndex: anyNumber,
  labelSmoothing: fraction,
};

/**
 * Mean of -log softmax(logits)[target]: logits [..., classes], targets [...] are whole numbers below `classes`. The mean
 * runs over the positions that are not ignored.
 */
export function crossEntropy(logits: Tensor, targets: Tensor, options: CrossEntropyOptions = {}): Tensor {
  checkTensors("crossEntropy", { logits, targets });
  checkOptions("crossEntropy", options, crossEntropyKinds);
  const { ignoreIndex = -100, labelSmoothing = 0, reduction = "mean" } = options;
  const losses = Tensor.run(ops.crossEntropy, [logits, targets], { ignoreIndex, labelSmoothing });
  if (reduction !== "mean") return reduction === "sum" ? losses.sum() : losses;
  const counted = targets.array
    .values()
    .reduce((count, target) => count + (target === ignoreIndex ? 0 : 1), 0);
  return counted === losses.size ? losses.mean() : losses.sum().div(counted);
}

/** Mean of (x - target)^2. */
export function mseLoss(x: Tensor, target: Tensor, options: LossOptions = {}): Tensor {
  checkTensors("mseLoss", { x, target });
  const { reduction = "mean" } = checkOptions("mseLoss", options, lossKinds);
  if (!sameShape(x.shape, target.shape))
    throw new ShapeError(
      "mseLoss",
      `shapes ${formatShape(x.shape)} and ${formatShape(target.shape)} differ (${differenceOf(x.shape, target.shape)})`,
    );
  const losses = x.sub(target).square();
  if (reduction === "none") return losses;
  return reduction === "sum" ? losses.sum() : losses.mean();
}
