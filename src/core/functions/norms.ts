import { checkArgument, notNegative, size, sizes } from "../arguments.ts";
import * as ops from "../ops/index.ts";
import { formatShape, sameShape, ShapeError, type Shape } from "../shape.ts";
import { Tensor } from "../tensor.ts";
import { aTensor, aTensorOrNull } from "../tensorArguments.ts";

/**
 * (x - mean) / sqrt(var + eps) * weight + bias with statistics over the last axes, whose lengths are `normalizedShape`:
 * one mean and one variance for each token. Accumulated in float64.
 */
export function layerNorm(
  x: Tensor,
  normalizedShape: number | Shape,
  weight: Tensor | null = null,
  bias: Tensor | null = null,
  eps = 1e-5,
): Tensor {
  checkNorm("layerNorm", x, { weight, bias, eps });
  const axes = lastAxes("layerNorm", x, normalizedShape);
  const normalized = Tensor.run(ops.layerNorm, weight ? [x, weight, ...(bias ? [bias] : [])] : [x], {
    axes,
    eps,
    centered: true,
    statistics: "input",
  });
  return bias && !weight ? normalized.add(bias) : normalized;
}

/** x / sqrt(mean(x^2) + eps) * weight over the last axes. */
export function rmsNorm(
  x: Tensor,
  normalizedShape: number | Shape,
  weight: Tensor | null = null,
  eps: number = 2 ** -23,
): Tensor {
  checkNorm("rmsNorm", x, { weight, bias: null, eps });
  const axes = lastAxes("rmsNorm", x, normalizedShape);
  const attributes = { axes, eps, centered: false, statistics: "input" } as const;
  return Tensor.run(ops.rmsNorm, weight ? [x, weight] : [x], attributes);
}

interface NormArguments {
  readonly weight: Tensor | null;
  readonly bias: Tensor | null;
  readonly eps: number;
}

function checkNorm(op: string, x: Tensor, { weight, bias, eps }: NormArguments): void {
  checkArgument(op, "x", x, aTensor);
  checkArgument(op, "weight", weight, aTensorOrNull);
  checkArgument(op, "bias", bias, aTensorOrNull);
  checkArgument(op, "eps", eps, notNegative);
}

function lastAxes(op: string, x: Tensor, normalizedShape: number | Shape): number[] {
  checkArgument(op, "normalizedShape", normalizedShape, sizes);
  const wanted = typeof normalizedShape === "number" ? [normalizedShape] : normalizedShape;
  const first = x.rank - wanted.length;
  if (first < 0 || !sameShape(x.shape.slice(first), wanted))
    throw new ShapeError(op, `the last axes of ${formatShape(x.shape)} are not ${formatShape(wanted)}`);
  return wanted.map((_, i) => first + i);
}

/** Normalises x [B, C] or [B, C, ...] per channel, with statistics over the batch and all positions. */
export function batchNorm(
  x: Tensor,
  stored: { readonly mean: Tensor; readonly variance: Tensor } | null,
  weight: Tensor | null = null,
  bias: Tensor | null = null,
  eps = 1e-5,
): Tensor {
  checkNorm("batchNorm", x, { weight, bias, eps });
  const channels = channelsOf("batchNorm", x);
  const axes = x.shape.flatMap((_, axis) => (axis === 1 ? [] : [axis]));
  const normalized = stored
    ? Tensor.run(ops.storedNorm, [x, stored.mean, stored.variance], {
        axes,
        eps,
        centered: true,
        statistics: "stored",
      })
    : Tensor.run(ops.batchNorm, [x], { axes, eps, centered: true, statistics: "input" });
  return scaleAndShift(normalized, channels, weight, bias);
}

/** Normalises x [B, C, ...] per sample and channel, with statistics over the positions. */
export function instanceNorm(
  x: Tensor,
  weight: Tensor | null = null,
  bias: Tensor | null = null,
  eps = 1e-5,
): Tensor {
  checkNorm("instanceNorm", x, { weight, bias, eps });
  const channels = channelsOf("instanceNorm", x);
  const axes = x.shape.flatMap((_, axis) => (axis < 2 ? [] : [axis]));
  if (axes.length === 0)
    throw new ShapeError("instanceNorm", `shape ${formatShape(x.shape)} has no axis after batch and channel`);
  const normalized = Tensor.run(ops.instanceNorm, [x], { axes, eps, centered: true, statistics: "input" });
  return scaleAndShift(normalized, channels, weight, bias);
}

/** Normalises x [B, C, ...] per sample and group of C / groups channels. */
export function groupNorm(
  x: Tensor,
  groups: number,
  weight: Tensor | null = null,
  bias: Tensor | null = null,
  eps = 1e-5,
): Tensor {
  checkNorm("groupNorm", x, { weight, bias, eps });
  checkArgument("groupNorm", "groups", groups, size);
  const channels = channelsOf("groupNorm", x);
  if (channels % groups !== 0)
    throw new ShapeError(
      "groupNorm",
      `${channels} channels of ${formatShape(x.shape)} do not fall into ${groups} groups`,
    );
  const axes = x.shape.flatMap((_, axis) => (axis < 1 ? [] : [axis]));
  const normalized = Tensor.run(ops.groupNorm, [x], {
    axes,
    eps,
    centered: true,
    statistics: "input",
    groups,
  });
  return scaleAndShift(normalized, channels, weight, bias);
}

function channelsOf(op: string, x: Tensor): number {
  const channels = x.shape[1];
  if (channels === undefined)
    throw new ShapeError(
      op,
      `shape ${formatShape(x.shape)} has no channel axis; it must be [B, C] or [B, C, ...]`,
    );
  return channels;
}

/** One weight and one bias per channel (axis 1). */
function scaleAndShift(x: Tensor, channels: number, weight: Tensor | null, bias: Tensor | null): Tensor {
  const perChannel = [channels, ...new Array<number>(x.rank - 2).fill(1)];
  const scaled = weight ? x.mul(weight.reshape(perChannel)) : x;
  return bias ? scaled.add(bias.reshape(perChannel)) : scaled;
}
