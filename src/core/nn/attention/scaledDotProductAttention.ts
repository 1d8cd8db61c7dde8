import { anyNumber, checkOptions, flag, fraction, type Kinds } from "../../arguments.ts";
import { explainShapes } from "../../explainShapes.ts";
import type { AttentionAttributes } from "../../ops/attention.ts";
import * as ops from "../../ops/index.ts";
import { formatShape, sameShape, ShapeError } from "../../shape.ts";
import { Tensor } from "../../tensor.ts";
import { checkTensors } from "../../tensorArguments.ts";
import { isTraced } from "../../trace.ts";
import { dropout } from "../functional/dropout.ts";
import { additiveMask, causalMask, maskKind, openEmptyRows } from "./attentionMask.ts";
import type { Mask } from "./attentionMask.ts";

export interface AttentionOptions {
  /** Broadcasts to [..., L, S]. Boolean: true allows (the opposite of MultiheadAttention's, as in PyTorch). Float: is added to the scores. */
  attnMask?: Mask | null;
  dropoutP?: number;
  /** Query i sees keys 0 to i only. */
  isCausal?: boolean;
  /** 1 / sqrt(E) by default. */
  scale?: number;
}

const optionKinds: Kinds<AttentionOptions> = {
  attnMask: maskKind,
  dropoutP: fraction,
  isCausal: flag,
  scale: anyNumber,
};

/**
 * softmax(Q Kᵀ scale + mask) V (Vaswani et al., 2017), as torch.nn.functional.scaled_dot_product_attention:
 * query [..., H, L, E], key [..., Hkv, S, E], value [..., Hkv, S, Ev] -> [..., H, L, Ev].
 * Where H is a multiple of Hkv, groups of H / Hkv query heads share a key head (grouped-query attention).
 * A query that the mask forbids every key gets zeros, and no gradient: a softmax over nothing has no value.
 */
export function scaledDotProductAttention(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  options: AttentionOptions = {},
): Tensor {
  checkTensors("scaledDotProductAttention", { query, key, value });
  checkOptions("scaledDotProductAttention", options, optionKinds);
  const { attnMask = null, dropoutP = 0, isCausal = false, scale = query.shape.at(-1)! ** -0.5 } = options;
  return explainShapes("scaledDotProductAttention", { query, key, value }, () => {
    if (attnMask === null && dropoutP === 0) {
      const fused = attend(query, key, value, { scale, causal: isCausal ? 0 : null });
      if (fused !== null) return fused;
    }
    let bias = attnMask === null ? null : additiveMask(attnMask, { trueMeans: "allow" });
    if (isCausal) {
      const causal = causalMask(query.shape.at(-2)!, key.shape.at(-2)!);
      bias = bias === null ? causal : bias.add(causal);
    }
    const weights = attentionWeights(query, key, { bias, scale });
    return weightedSum(dropout(weights, dropoutP, { training: true }), value);
  });
}

/**
 * The whole of attention in one op that never holds all scores; `causal` as in its attributes. null where the steps have to be run
 * one by one: because somebody traces them, or for shapes that broadcast.
 */
export function attend(
  query: Tensor,
  key: Tensor,
  value: Tensor,
  attributes: AttentionAttributes,
): Tensor | null {
  const [q, k, v] = [query.shape, key.shape, value.shape];
  const plain = q.length >= 3 && q.length === k.length && sameShape(q.slice(0, -3), k.slice(0, -3));
  if (isTraced() || !plain || !sameShape(k.slice(0, -1), v.slice(0, -1))) return null;
  if (q.at(-1) !== k.at(-1) || q.at(-3)! % k.at(-3)! !== 0 || k.at(-2) === 0) return null;
  return Tensor.run(ops.attention, [query, key, value], attributes);
}

/** softmax(Q Kᵀ scale + bias): [..., H, L, S]. */
export function attentionWeights(
  query: Tensor,
  key: Tensor,
  { bias, scale }: { bias: Tensor | null; scale: number },
): Tensor {
  const scores = groupedMatmul(query, key.transpose(-2, -1)).mul(scale);
  if (bias === null) return scores.softmax(-1);
  const { mask, alive } = openEmptyRows(bias);
  const weights = scores.add(mask).softmax(-1);
  return alive === null ? weights : weights.mul(alive);
}

/** weights [..., H, L, S] times value [..., Hkv, S, Ev]. */
export const weightedSum = (weights: Tensor, value: Tensor): Tensor => groupedMatmul(weights, value);

/** a [..., H, L, K] times b [..., Hkv, K, M], where each head of b serves H / Hkv heads of a; nothing is copied. */
function groupedMatmul(a: Tensor, b: Tensor): Tensor {
  const heads = a.shape.at(-3);
  const shared = b.shape.at(-3);
  if (heads === shared || heads === undefined || shared === undefined || shared === 1) return a.matmul(b);
  if (heads % shared !== 0)
    throw new ShapeError(
      "scaledDotProductAttention",
      `${heads} query heads do not share ${shared} key heads evenly: shapes ${formatShape(a.shape)} and ${formatShape(b.shape)}`,
    );
  const lead = a.shape.slice(0, -3);
  const [rows, inner] = [a.shape.at(-2)!, a.shape.at(-1)!];
  const grouped = a.reshape([...lead, shared, heads / shared, rows, inner]);
  const product = grouped.matmul(b.unsqueeze(-3));
  return product.reshape([...lead, heads, rows, b.shape.at(-1)!]);
}
