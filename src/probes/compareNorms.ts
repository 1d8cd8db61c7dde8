import { checkOptions } from "../core/arguments.ts";
import { Tensor, noGrad } from "../core/index.ts";
import { axisBlocks } from "./axisBlocks.ts";
import { comparedNorms } from "./comparison/comparedNorms.ts";
import type { NormRecipe } from "./comparison/comparedNorms.ts";
import { comparisonPayload } from "./comparison/comparisonPayload.ts";
import { drawn } from "./drawn.ts";
import type { Drawn } from "./drawn.ts";
import { rowChanges } from "./influence/rowChanges.ts";
import { tokenTexts } from "./labels.ts";
import type { Labels } from "./labels.ts";
import { reductionOf } from "./normLayout.ts";
import type { Reduction } from "./normLayout.ts";
import { replaceAt, replacementValues } from "./replacements.ts";
import { checkFinite } from "./subject.ts";
import { comparisonOptions } from "./optionKinds.ts";

const mime = "application/vnd.tokenwise.compare-norms.v1+json";

export interface CompareNormsOptions {
  /** Text of each token. */
  readonly labels?: Labels;
  /** Added to the variance; 1e-5 as in PyTorch's LayerNorm. */
  readonly eps?: number;
}

export interface NormResult extends Reduction {
  readonly name: string;
  /** Whether each token is normalised alone. */
  readonly correct: boolean;
  readonly explanation: string;
  /** How many means (and variances) the norm takes of x. */
  readonly statistics: number;
  /** The normalised x, [B, N, C]. */
  readonly output: Tensor;
  /** Mean and variance of each token afterwards, [B, N]. */
  readonly mean: Tensor;
  readonly variance: Tensor;
  /** Largest |change| of each token [N] when the last token is replaced. */
  readonly change: Float64Array;
}

export interface NormComparison {
  readonly x: Tensor;
  readonly tokens: readonly string[];
  readonly norms: readonly NormResult[];
  readonly notes: readonly string[];
}

/**
 * LayerNorm, RMSNorm and the cross-token mistakes on the same x, without scale and shift.
 *
 * @param x [B, N, C], or [N, C] as one sequence
 * @throws RangeError where x has another rank, is not finite, or the labels do not fit
 */
export function compareNorms(
  x: Tensor,
  options: CompareNormsOptions = {},
): NormComparison & Drawn<typeof mime> {
  checkOptions("compareNorms", options, comparisonOptions);
  const input = asSequences(x);
  checkFinite(input);
  const [batch, tokens] = input.shape as [number, number, number];
  const layout = { tokenAxis: 1, batchAxis: 0, tokens, batch, ids: null, trail: null };
  const replacement = replacementValues(input, layout)[0]!;
  const changed = tokens === 0 ? input : replaceAt(input, replacement, 1, [tokens - 1]);
  const norms = noGrad(() =>
    comparedNorms.map((recipe) => apply(recipe, input, changed, options.eps ?? 1e-5)),
  );
  const result = {
    x: input,
    tokens: tokenTexts(options.labels, input, layout)[0] ?? [],
    norms,
    notes: notesOf(batch, tokens),
  };
  return drawn(result, mime, () => comparisonPayload(result));
}

function notesOf(batch: number, tokens: number): string[] {
  return [
    ...(batch === 1 ? ["A norm over a batch of one gives zeros: each number is its own mean."] : []),
    ...(tokens === 1
      ? ["With a single token a norm over tokens gives zeros, and there is no other token to read."]
      : []),
    ...(tokens === 0 ? ["There are no tokens to normalise."] : []),
  ];
}

function apply(recipe: NormRecipe, x: Tensor, changed: Tensor, eps: number): NormResult {
  const { name, axes, explanation } = recipe;
  const output = recipe.normalize(x, eps);
  const { amount } = rowChanges(output.data, recipe.normalize(changed, eps).data, axisBlocks(x.shape, 1));
  const reduction = reductionOf(
    x.shape,
    axes,
    { batchAxis: 0, tokenAxis: 1, isFlattened: false, isTokenMajor: false },
    false,
  );
  return {
    name,
    ...reduction,
    correct: reduction.scope === "token",
    explanation,
    statistics: x.shape.reduce((count, size, axis) => (axes.includes(axis) ? count : count * size), 1),
    output,
    mean: output.mean(-1),
    variance: output.var(-1),
    change: amount,
  };
}

function asSequences(x: Tensor): Tensor {
  if (!(x instanceof Tensor))
    throw new TypeError("compareNorms takes a tensor [B, N, C]. Make one with tensor(...).");
  if (x.shape.length === 3) return x.detach();
  if (x.shape.length === 2) return x.detach().unsqueeze(0);
  throw new RangeError(`compareNorms takes [B, N, C] or [N, C], not [${x.shape.join(", ")}].`);
}
