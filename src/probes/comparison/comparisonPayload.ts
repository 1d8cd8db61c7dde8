import type { Tensor } from "../../core/index.ts";
import { pack } from "../../protocol/numbers.ts";
import type { PackedArray } from "../../protocol/numbers.ts";
import type { ComparedNorm, CompareNormsPayload } from "../../protocol/outputs/compareNorms.ts";
import type { NormComparison, NormResult } from "../compareNorms.ts";

/** More tokens and channels than these are not drawn as numbers. */
const mostTokens = 64;
const mostChannels = 128;

export function comparisonPayload({ x, tokens, norms, notes }: NormComparison): CompareNormsPayload {
  const [, count, channels] = x.shape as [number, number, number];
  const shown = { tokens: Math.min(count, mostTokens), channels: Math.min(channels, mostChannels) };
  return {
    shape: [...x.shape],
    tokens: [...tokens],
    input: corner(x, shown),
    before: { mean: packed(x.mean(-1)), variance: packed(x.var(-1)) },
    shown,
    norms: norms.map((norm) => normPayload(norm, shown)),
    notes: [...notes],
  };
}

function normPayload(norm: NormResult, shown: CompareNormsPayload["shown"]): ComparedNorm {
  const { name, axes, axisNames, scope, correct, explanation, statistics, output, mean, variance, change } =
    norm;
  return {
    name,
    axes,
    axisNames,
    scope,
    correct,
    explanation,
    statistics,
    mean: packed(mean),
    variance: packed(variance),
    output: corner(output, shown),
    change: pack(Float32Array.from(change), [change.length]),
  };
}

function packed(values: Tensor): PackedArray {
  return pack(values.data, values.shape);
}

/** The first numbers of the first sequence, [tokens, channels]. */
function corner(x: Tensor, shown: CompareNormsPayload["shown"]): PackedArray {
  const channels = x.shape[2]!;
  const data = new Float32Array(shown.tokens * shown.channels);
  for (let token = 0; token < shown.tokens; token++)
    data.set(x.data.subarray(token * channels, token * channels + shown.channels), token * shown.channels);
  return pack(data, [shown.tokens, shown.channels]);
}
