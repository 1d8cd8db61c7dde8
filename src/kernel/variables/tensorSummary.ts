import type { Tensor } from "../../core/tensor.ts";
import type { TensorSummary } from "../../protocol/messages.ts";

/** Mean, smallest and largest of the finite values, and the count of NaN. */
export function tensorSummary(tensor: Tensor): TensorSummary {
  let [sum, finite, nan, min, max] = [0, 0, 0, Infinity, -Infinity];
  for (const value of tensor.array.values()) {
    if (Number.isFinite(value)) {
      sum += value;
      finite++;
      if (value < min) min = value;
      if (value > max) max = value;
    } else if (Number.isNaN(value)) nan++;
  }
  const known = finite > 0;
  return {
    shape: [...tensor.shape],
    mean: known ? sum / finite : null,
    min: known ? min : null,
    max: known ? max : null,
    nan,
  };
}
