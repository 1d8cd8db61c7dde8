import type { TensorPayload } from "../../../src/protocol/outputs/tensor.ts";
import { mean, packed, sampleInput, sentence, variance } from "./sentence.ts";

/** x [1, N, C] with one token's row outlined. */
export function tensorPayload(tokens: readonly string[] = sentence, channels = 32): TensorPayload {
  const values = sampleInput(tokens.length, channels).flat();
  return {
    title: "x",
    shape: [1, tokens.length, channels],
    slice: "x[0]",
    values: packed(values, [tokens.length, channels]),
    rowStep: 1,
    columnStep: 1,
    rowAxis: "token",
    columnAxis: "channel",
    rowLabels: [...tokens],
    columnLabels: [],
    outlinedRows: [2],
    summary: {
      min: values.reduce((a, b) => Math.min(a, b), Infinity),
      max: values.reduce((a, b) => Math.max(a, b), -Infinity),
      mean: mean(values),
      standardDeviation: Math.sqrt(variance(values)),
      nan: 0,
      infinite: 0,
    },
  };
}
