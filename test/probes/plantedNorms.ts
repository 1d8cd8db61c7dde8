import { nn, tensor } from "../../src/core/index.ts";
import type { Tensor } from "../../src/core/index.ts";

/** A function of x [B, N, C] with a planted leak between tokens, or without one. */
export interface Planted {
  readonly name: string;
  readonly f: (x: Tensor) => Tensor;
}

const keep = { keepdims: true };
const normOver = (axes: number[]) => (x: Tensor) =>
  x.sub(x.mean(axes, keep)).div(x.var(axes, keep).add(1e-5).sqrt());
const detachedStatistics = (axes: number[]) => (x: Tensor) => {
  const mean = x.detach().mean(axes, keep);
  return x.sub(mean).div(x.detach().var(axes, keep).add(1e-5).sqrt());
};
/** Rounds to 8 bits of the largest |value| along some axes, as quantised kernels do. */
const quantised = (axes: number[]) => (x: Tensor) => {
  const step = x.detach().abs().max(axes, keep).div(127);
  const levels = x.detach().div(step);
  return tensor(levels.data.map(Math.round), [...levels.shape]).mul(step);
};

/** Each lets a token read the others. */
export const leaking: readonly Planted[] = [
  { name: "norm over tokens", f: normOver([1]) },
  { name: "LayerNorm([N, C])", f: normOver([1, 2]) },
  { name: "norm over batch and tokens", f: normOver([0, 1]) },
  { name: "centring over tokens", f: (x) => x.sub(x.mean(1, keep)) },
  { name: "RMS over everything", f: (x) => x.div(x.square().mean([1, 2], keep).add(1e-6).sqrt()) },
  { name: "min-max over tokens", f: (x) => x.sub(x.min(1, keep)).div(x.max(1, keep).sub(x.min(1, keep))) },
  { name: "detached statistics over tokens", f: detachedStatistics([1]) },
  { name: "quantiser per tensor", f: quantised([1, 2]) },
];

/** Their right counterparts: the same formula over C. */
export const independent: readonly Planted[] = [
  { name: "norm over C", f: normOver([2]) },
  { name: "LayerNorm(C)", f: (x) => new nn.LayerNorm(x.shape[2]!).forward(x) },
  { name: "RMSNorm(C)", f: (x) => new nn.RMSNorm(x.shape[2]!).forward(x) },
  { name: "centring over C", f: (x) => x.sub(x.mean(2, keep)) },
  { name: "RMS over C", f: (x) => x.div(x.square().mean(2, keep).add(1e-6).sqrt()) },
  { name: "min-max over C", f: (x) => x.sub(x.min(2, keep)).div(x.max(2, keep).sub(x.min(2, keep))) },
  { name: "detached statistics over C", f: detachedStatistics([2]) },
  { name: "quantiser per token", f: quantised([2]) },
];

/** Reads another sequence, no other token. */
export const overBatch: Planted = { name: "norm over the batch", f: normOver([0]) };
