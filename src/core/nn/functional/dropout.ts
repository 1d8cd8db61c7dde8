import { checkArgument, checkOptions, flag, fraction } from "../../arguments.ts";
import { tensor } from "../../creation.ts";
import { generator } from "../../random/generator.ts";
import { sizeOf } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { checkTensors } from "../../tensorArguments.ts";

/** In training sets each element to 0 with probability p and divides the others by 1 - p (Srivastava et al., 2014); else gives back x. */
export function dropout(x: Tensor, p = 0.5, options: { readonly training?: boolean } = {}): Tensor {
  checkTensors("dropout", { x });
  checkArgument("dropout", "p", p, fraction);
  const { training = true } = checkOptions("dropout", options, { training: flag });
  if (!training || p === 0) return x;
  if (p === 1) return x.mul(0);
  const mask = new Float32Array(sizeOf(x.shape));
  for (let i = 0; i < mask.length; i++) mask[i] = generator.uniform() < p ? 0 : 1 / (1 - p);
  return x.mul(tensor(mask, x.shape));
}
