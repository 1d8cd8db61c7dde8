import type { TokenInfluencePayload } from "../../../src/protocol/outputs/tokenInfluence.ts";
import { normals, packed, sentence } from "./sentence.ts";

/** A causal model without a leak, or with one norm over tokens in its second block. */
export function tokenInfluencePayload(
  options: { leaky?: boolean; tokens?: readonly string[] } = {},
): TokenInfluencePayload {
  const { leaky = false, tokens = sentence } = options;
  const count = tokens.length;
  const next = normals(7);
  const allowed: number[] = [];
  const matrix: number[] = [];
  for (let to = 0; to < count; to++) {
    for (let from = 0; from < count; from++) {
      allowed.push(from <= to ? 1 : 0);
      const near = Math.exp(-Math.abs(to - from) / 2) * (0.4 + Math.abs(next()));
      matrix.push(from <= to ? near : leaky ? 0.002 + 0.001 * Math.abs(next()) : 0);
    }
  }
  const all = Array.from({ length: count }, (_, index) => index);
  return {
    model: "GPT",
    tokens: [...tokens],
    outputs: all,
    inputs: all,
    matrix: packed(matrix, [count, count]),
    allowed: "causal",
    allowedPairs: packed(allowed, [count, count]),
    verdict: leaky ? "leak shown" : "no leak found",
    message: leaky
      ? `leak shown: token 0 "The" reads token ${count - 1} "${tokens.at(-1)}"`
      : `no leak found: ${2 * count} runs, bit for bit, on this input`,
    evidence: "runs",
    runs: 2 * count,
    leaks: leaky
      ? [
          { from: count - 1, to: 0, amount: 0.0021, module: "blocks.1.norm1", op: "mean", cause: "norm" },
          { from: count - 1, to: 1, amount: 0.0023, module: "blocks.1.norm1", op: "mean", cause: "norm" },
        ]
      : [],
    further: [
      {
        title: "Other sequences of the batch",
        verdict: "no leak found",
        message: "no leak found: replacing sequence 0 left sequence 1 bit-identical",
      },
    ],
    notes: [],
  };
}
