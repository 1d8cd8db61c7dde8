import { axisOf, layoutOf } from "../layout/axis.ts";
import type { Expression } from "../syntax/program.ts";
import type { Analysis } from "./analysis.ts";
import { callValue } from "./calls.ts";
import { CallArguments } from "./callArguments.ts";
import { type Value, newRoot, tensor } from "./values.ts";

/** Where the models of timm, torchvision and transformers keep the norms that read tokens. */
const places =
  /^(norm[12]?|ln_[12f]|ln|(sa_|output_|final_)?layer_norm|layernorm(_(before|after))?|LayerNorm|layer_norm[12]|(input|post_attention)_layernorm)$/;

/**
 * `block.norm1 = BatchNorm(width)` in a Transformer that a library built: what is put in the place of its norm is given
 * what that was given, [B, N, C].
 */
export function replaceNorm(
  target: Extract<Expression, { kind: "attribute" }>,
  value: Value,
  analysis: Analysis,
): void {
  if (!places.test(target.name) || !analysis.loadsTransformer) return;
  if (value.kind !== "layer" && value.kind !== "instance") return;
  const { span } = target;
  const axes = [axisOf("batch", "B"), axisOf("token", "N"), axisOf("channel", "C")];
  const input = tensor(layoutOf(axes, { how: "replaced", span }), newRoot("x"));
  const argument = { name: null, value: input, expression: target };
  callValue(value, new CallArguments([argument], span), analysis);
}
