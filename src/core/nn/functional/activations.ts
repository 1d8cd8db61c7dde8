import type { Tensor } from "../../tensor.ts";

/** max(x, 0). */
export const relu = (x: Tensor): Tensor => x.relu();

/** x Φ(x), exact; `approximate: "tanh"` is the form that GPT-2 was trained with. */
export const gelu = (x: Tensor, options: { readonly approximate?: "none" | "tanh" } = {}): Tensor =>
  x.gelu(options);

/** x sigmoid(x). */
export const silu = (x: Tensor): Tensor => x.silu();

export const sigmoid = (x: Tensor): Tensor => x.sigmoid();

export const tanh = (x: Tensor): Tensor => x.tanh();

/** exp(x) over its sum along `axis`. */
export const softmax = (x: Tensor, axis = -1): Tensor => x.softmax(axis);

export const logSoftmax = (x: Tensor, axis = -1): Tensor => x.logSoftmax(axis);
