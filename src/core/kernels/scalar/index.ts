import type { Kernels } from "../kernels.ts";
import { adamStep } from "./adamStep.ts";
import { map, mapGradient, zip } from "./elementwise.ts";
import { copy } from "./copy.ts";
import { matmul } from "./matmul.ts";
import { normalize, normalizeGradient } from "./normalize.ts";
import { reduce } from "./reduce.ts";
import { logSoftmax, logSoftmaxGradient, softmax, softmaxGradient } from "./softmax.ts";

/** Plain loops in float64 registers: the readable truth that faster kernels are checked against. */
export const scalar: Kernels = {
  name: "scalar",
  allocate: (length) => new Float32Array(length),
  copy,
  map,
  mapGradient,
  zip,
  reduce,
  matmul,
  softmax,
  logSoftmax,
  softmaxGradient,
  logSoftmaxGradient,
  normalize,
  normalizeGradient,
  adamStep,
};
