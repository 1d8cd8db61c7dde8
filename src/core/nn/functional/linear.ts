import * as ops from "../../ops/index.ts";
import { linearShape } from "../../ops/linear.ts";
import { Tensor } from "../../tensor.ts";
import { checkTensors } from "../../tensorArguments.ts";
import { isTraced } from "../../trace.ts";

/** x Wᵀ + b: [..., in] with weight [out, in] and bias [out] -> [..., out]. */
export function linear(x: Tensor, weight: Tensor, bias: Tensor | null = null): Tensor {
  checkTensors("linear", { x, weight, ...(bias !== null && { bias }) });
  linearShape([x, weight, ...(bias ? [bias] : [])].map(({ shape }) => shape));
  const row = x.rank === 1;
  const rows = row ? x.unsqueeze(0) : x;
  const y = isTraced()
    ? inSteps(rows, weight, bias)
    : Tensor.run(ops.linear, bias ? [rows, weight, bias] : [rows, weight], {});
  return row ? y.squeeze(0) : y;
}

/** The same to the bit, in the steps that a trace shows. */
function inSteps(x: Tensor, weight: Tensor, bias: Tensor | null): Tensor {
  const product = x.matmul(weight.transpose());
  return bias === null ? product : product.add(bias);
}
