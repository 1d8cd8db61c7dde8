import { pack, type PackedArray } from "../../../src/protocol/numbers.ts";

/** The sample sentence, as in the sample notebook. */
export const sentence = ["The", " cat", " sat", " on", " the", " mat", "."];

/** A small generator of repeatable normal numbers (mulberry32 and Box-Muller): fixtures need no other machinery. */
export function normals(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return () => Math.sqrt(-2 * Math.log(uniform() + 1e-12)) * Math.cos(2 * Math.PI * uniform());
}

/** Values [tokens, channels] whose tokens differ in mean and spread, so that norms have something to do. */
export function sampleInput(tokens: number, channels: number, seed = 1): number[][] {
  const next = normals(seed);
  return Array.from({ length: tokens }, (_, token) => {
    const [mean, spread] = [Math.sin(token * 1.7) * 0.8, 0.4 + 0.35 * (token % 4)];
    return Array.from({ length: channels }, () => mean + spread * next());
  });
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function variance(values: readonly number[]): number {
  const center = mean(values);
  return mean(values.map((value) => (value - center) ** 2));
}

export function packed(values: readonly number[], shape: readonly number[] = [values.length]): PackedArray {
  return pack(Float32Array.from(values), shape);
}
