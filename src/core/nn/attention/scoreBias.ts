import { formatShape, sameShape, ShapeError, type Shape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { additiveMask, causalMask, type Mask } from "./attentionMask.ts";
import type { MultiheadAttentionInput } from "./multiheadOptions.ts";

/** The lengths of the scores [B, H, L, S], and what the inputs say of them. */
export interface ScoreSizes {
  readonly batch: number;
  readonly heads: number;
  readonly queries: number;
  readonly keys: number;
  /** The first query's position among the keys. */
  readonly offset: number;
  /** Whether the inputs have an axis B; without one a padding mask has none either. */
  readonly batched: boolean;
}

/** Everything that is added to the scores [B, H, L, S], or null. Throws a ShapeError where a mask is not of the inputs' lengths. */
export function scoreBias(
  { batch, heads, queries, keys, offset, batched }: ScoreSizes,
  { attnMask = null, keyPaddingMask = null, isCausal = false }: MultiheadAttentionInput,
): Tensor | null {
  const parts: Tensor[] = [];
  if (isCausal) parts.push(causalMask(queries, keys, offset));
  if (attnMask !== null) {
    const forms = { "[L, S]": [queries, keys], "[B * numHeads, L, S]": [batch * heads, queries, keys] };
    const mask = forbidding("attnMask", attnMask, forms);
    parts.push(mask.rank === 3 ? mask.reshape([batch, heads, queries, keys]) : mask);
  }
  if (keyPaddingMask !== null) {
    const forms: Forms = batched ? { "[B, S]": [batch, keys] } : { "[S]": [keys] };
    parts.push(forbidding("keyPaddingMask", keyPaddingMask, forms).reshape([batch, 1, 1, keys]));
  }
  return parts.length === 0 ? null : parts.reduce((sum, part) => sum.add(part));
}

type Forms = Readonly<Record<string, Shape>>;

/** A mask reshaped or broadcast until it fits, such as a transposed one, would hide other keys than meant, and nobody would see it. */
function forbidding(name: string, given: Mask, forms: Forms): Tensor {
  const mask = additiveMask(given, { trueMeans: "forbid" });
  if (Object.values(forms).some((shape) => sameShape(shape, mask.shape))) return mask;
  const allowed = Object.entries(forms).map(([form, shape]) => `${form} = ${formatShape(shape)}`);
  throw new ShapeError(
    "MultiheadAttention",
    `${name} must be ${allowed.join(" or ")}, but its shape is ${formatShape(mask.shape)}`,
  );
}
