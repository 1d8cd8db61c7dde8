import { formatShape, ShapeError } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { checkTensors } from "../../tensorArguments.ts";

/** x Wᵀ + b: [..., in] with weight [out, in] and bias [out] -> [..., out]. */
export function linear(x: Tensor, weight: Tensor, bias: Tensor | null = null): Tensor {
  checkTensors("linear", { x, weight, ...(bias !== null && { bias }) });
  if (x.rank === 0 || x.shape.at(-1) !== weight.shape.at(-1))
    throw new ShapeError(
      "linear",
      `the last axis of the input ${formatShape(x.shape)} must have the length of the last axis of weight ${formatShape(weight.shape)}`,
    );
  const row = x.rank === 1;
  const product = (row ? x.unsqueeze(0) : x).matmul(weight.transpose());
  const y = bias === null ? product : product.add(bias);
  return row ? y.squeeze(0) : y;
}
