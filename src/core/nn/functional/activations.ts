import type { Tensor } from "../../tensor.ts";
import { checkTensors } from "../../tensorArguments.ts";

function checked(op: string, x: Tensor): Tensor {
  checkTensors(op, { x });
  return x;
}

/** max(x, 0). */
export const relu = (x: Tensor): Tensor => checked("relu", x).relu();

/** x Φ(x), exact; `approximate: "tanh"` is the form that GPT-2 was trained with. */
export const gelu = (x: Tensor, options: { readonly approximate?: "none" | "tanh" } = {}): Tensor =>
  checked("gelu", x).gelu(options);

/** x sigmoid(x). */
export const silu = (x: Tensor): Tensor => checked("silu", x).silu();

export const sigmoid = (x: Tensor): Tensor => checked("sigmoid", x).sigmoid();

export const tanh = (x: Tensor): Tensor => checked("tanh", x).tanh();

/** exp(x) over its sum along `axis`. */
export const softmax = (x: Tensor, axis = -1): Tensor => checked("softmax", x).softmax(axis);

export const logSoftmax = (x: Tensor, axis = -1): Tensor => checked("logSoftmax", x).logSoftmax(axis);
