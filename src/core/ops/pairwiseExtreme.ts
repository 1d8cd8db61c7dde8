import type { BinaryFunction } from "../kernels/kernels.ts";
import { binaryOp, zip } from "./binary.ts";
import type { Op } from "./op.ts";

/** Elementwise maximum or minimum; a tie shares the gradient evenly, as in PyTorch. */
export function pairwiseExtreme(name: string, f: BinaryFunction["f"]): Op {
  const share = {
    name: `${name}Share`,
    f: (a: number, b: number) => (a === b ? 0.5 : f(a, b) === a ? 1 : 0),
  };
  const product = { name: "mul", f: (a: number, b: number) => a * b };
  return binaryOp({
    name,
    f,
    gradient: {
      saves: [0, 1],
      a: (grad, a, b) => zip(product, grad, zip(share, a(), b())),
      b: (grad, a, b) => zip(product, grad, zip(share, b(), a())),
    },
  });
}
