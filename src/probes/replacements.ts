import { tensor } from "../core/index.ts";
import type { Tensor } from "../core/index.ts";
import { axisBlocks, copyIndex } from "./axisBlocks.ts";
import type { InputLayout } from "./inputLayout.ts";
import { ProbeRandom } from "./probeRandom.ts";
import type { IdRange } from "./runFacts.ts";

/** Sizes of the replacement vectors in units of the input's RMS: a leak may show at one of them only. */
export const magnitudes = [1, 10] as const;

/**
 * For each magnitude a value to put in the place of every number of x: independent normal numbers of that many times the
 * RMS of x (1 where x is all zeros). Adding to a token, scaling or permuting it is nearly invisible through a LayerNorm.
 * Ids are swapped for other ids, never for padding or one of `specialIds`.
 */
export function replacementValues(
  x: Tensor,
  layout: Pick<InputLayout, "ids">,
  specialIds: readonly number[] = [],
): Float32Array[] {
  const random = new ProbeRandom(x.data.length);
  const { ids } = layout;
  if (ids !== null) {
    const usable = usableIds(ids, specialIds);
    return magnitudes.map(() => x.data.map((id) => otherId(id, usable, random)));
  }
  const rms = rootMeanSquare(x.data);
  return magnitudes.map((magnitude) => x.data.map(() => random.normal() * magnitude * (rms === 0 ? 1 : rms)));
}

/** x with the numbers at some indices of an axis taken from `values`. */
export function replaceAt(x: Tensor, values: Float32Array, axis: number, indices: readonly number[]): Tensor {
  const blocks = axisBlocks(x.shape, axis);
  const data = x.data.slice();
  for (const index of indices) copyIndex(values, data, blocks, index);
  return tensor(data, [...x.shape]);
}

function usableIds({ vocabularySize, paddingIdx }: IdRange, specialIds: readonly number[]): number[] {
  const barred = new Set([...specialIds, paddingIdx]);
  const usable = Array.from({ length: vocabularySize }, (_, id) => id).filter((id) => !barred.has(id));
  if (usable.length >= 2) return usable;
  throw new RangeError(
    `Of ${vocabularySize} ids only ${usable.length} can stand in for another; at least 2 are needed.`,
  );
}

function otherId(id: number, usable: readonly number[], random: ProbeRandom): number {
  const drawn = random.below(usable.length);
  return usable[drawn] === id ? usable[(drawn + 1) % usable.length]! : usable[drawn]!;
}

function rootMeanSquare(data: Float32Array): number {
  let sum = 0;
  for (const value of data) sum += value * value;
  return Math.sqrt(sum / Math.max(1, data.length));
}
