import { tensor } from "../../core/index.ts";
import type { Tensor } from "../../core/index.ts";
import type { TokenVectors } from "./tokenVectors.ts";

/** Statistics over the channels of each token, [B, N] each. */
export interface StageStatistics {
  readonly mean: Tensor;
  /** Population variance (correction 0). */
  readonly variance: Tensor;
  readonly rms: Tensor;
  /** Largest |value|, and the channel that holds it. */
  readonly maxAbs: Tensor;
  readonly maxChannel: Tensor;
}

/** Two passes in float64 for each token. */
export function stageStatistics({ batch, tokens, channels, data }: TokenVectors): StageStatistics {
  const rows = batch * tokens;
  const columns = {
    mean: new Float32Array(rows),
    variance: new Float32Array(rows),
    rms: new Float32Array(rows),
    maxAbs: new Float32Array(rows),
    maxChannel: new Float32Array(rows),
  };
  for (let row = 0; row < rows; row++) {
    const start = row * channels;
    let sum = 0;
    let largest = start;
    for (let i = start; i < start + channels; i++) {
      sum += data[i]!;
      if (Math.abs(data[i]!) > Math.abs(data[largest]!)) largest = i;
    }
    const mean = sum / channels;
    let squares = 0;
    for (let i = start; i < start + channels; i++) squares += (data[i]! - mean) ** 2;
    columns.mean[row] = mean;
    columns.variance[row] = squares / channels;
    columns.rms[row] = Math.sqrt(squares / channels + mean * mean);
    columns.maxAbs[row] = Math.abs(data[largest] ?? Number.NaN);
    columns.maxChannel[row] = largest - start;
  }
  const shaped = (values: Float32Array): Tensor => tensor(values, [batch, tokens]);
  return {
    mean: shaped(columns.mean),
    variance: shaped(columns.variance),
    rms: shaped(columns.rms),
    maxAbs: shaped(columns.maxAbs),
    maxChannel: shaped(columns.maxChannel),
  };
}
