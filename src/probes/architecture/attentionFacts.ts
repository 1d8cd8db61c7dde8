import type { Module, Tensor } from "../../core/index.ts";
import type { ArchitectureNode } from "../../protocol/outputs/architecture.ts";

export type AttentionFacts = NonNullable<ArchitectureNode["attention"]>;

/** What an attention module says of this call; for a user's own module what its softmax weights [..., H, L, S] show. */
export function attentionFacts(
  module: Module,
  inputs: readonly unknown[],
  weights: Tensor | null,
): AttentionFacts | null {
  const told = (module as { attentionOf?: (inputs: readonly unknown[]) => AttentionFacts }).attentionOf;
  if (told !== undefined) {
    const { heads, mask, cross } = told.call(module, inputs);
    return { heads, mask, cross };
  }
  return weights === null ? null : factsOfWeights(weights);
}

function factsOfWeights(weights: Tensor): AttentionFacts {
  const [queries, keys] = [weights.shape.at(-2) ?? 1, weights.shape.at(-1) ?? 1];
  const heads = weights.shape.length >= 4 ? weights.shape.at(-3)! : 1;
  const isLater = (i: number): boolean => i % keys > Math.floor(i / keys) % queries;
  const zeros = weights.data.some((weight) => weight === 0);
  const isCausal =
    queries === keys && queries > 1 && weights.data.every((weight, i) => (weight === 0) === isLater(i));
  return { heads, mask: isCausal ? "causal" : zeros ? "custom" : "none", cross: queries !== keys };
}
