import type { Tensor } from "../../tensor.ts";
import type { TensorModule } from "../containers.ts";

/**
 * One residual connection of a Transformer layer: x + sublayer(norm(x)) with `normFirst` (pre-norm, Xiong et al., 2020), else
 * norm(x + sublayer(x)) (post-norm, Vaswani et al., 2017).
 */
export function residual(
  x: Tensor,
  norm: TensorModule,
  normFirst: boolean,
  sublayer: (x: Tensor) => Tensor,
): Tensor {
  return normFirst ? x.add(sublayer(norm.forward(x))) : norm.forward(x.add(sublayer(x)));
}
