import { formatShape, ShapeError } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

/**
 * A matrix product where `a`, `b` or both are vectors: a row on the left, a column on the right, whose own axis is not in the
 * result (NumPy's `matmul`, PyTorch's too).
 */
export function matmulVector(a: Tensor, b: Tensor): Tensor {
  const columns = a.shape.at(-1);
  const rows = b.shape.at(b.rank === 1 ? 0 : -2);
  if (columns !== rows)
    throw new ShapeError(
      "matmul",
      `shapes ${formatShape(a.shape)} and ${formatShape(b.shape)} do not fit: ${columns ?? "no"} columns meet ${rows ?? "no"} rows`,
    );
  const row = a.rank === 1 ? a.unsqueeze(0) : a;
  const column = b.rank === 1 ? b.unsqueeze(1) : b;
  const product = row.matmul(column);
  return product.squeeze([...(a.rank === 1 ? [-2] : []), ...(b.rank === 1 ? [-1] : [])]);
}
