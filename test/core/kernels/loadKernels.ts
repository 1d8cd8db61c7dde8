import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Kernels } from "../../../src/core/kernels/kernels.ts";
import {
  simdKernels,
  type SimdExports,
  type SimdOptions,
  type WideVectors,
} from "../../../src/core/kernels/simd/index.ts";
import { compile, instantiate } from "../../../src/kernel/simdModule.ts";
import { wideVectors } from "../../../src/kernel/wideVectors.ts";

const dist = resolve(import.meta.dirname, "../../../dist");

/** Time passes in products only, half as much in wide tiles. */
let clock = 0;
const slowly = ({ multiply, multiplyWide, ...others }: SimdExports): SimdExports => ({
  ...others,
  multiply(...args) {
    clock += 2;
    multiply(...args);
  },
  ...(multiplyWide && {
    multiplyWide(...args) {
      clock += 1;
      multiplyWide(...args);
    },
  }),
});
/** Wide tiles and rows, compiled for wide registers where this Node has them. */
const wide: WideVectors = {
  isAllowed: true,
  optimize: (run) => (wideVectors ? wideVectors.optimize(run) : run()),
  now: () => clock,
};

function load(file: string, options: Pick<SimdOptions, "relaxed" | "wideVectors">, suffix = ""): Kernels[] {
  const path = resolve(dist, file);
  if (!existsSync(path)) throw new Error(`dist/${file} is missing: run npm run build first.`);
  const module = compile(path);
  if (module === null) return [];
  const kernels = simdKernels({
    ...options,
    exports: slowly(instantiate(module)),
    allocateUninitialized: filled,
  });
  // A large call has the row kernels optimized for wide registers, where there are any.
  kernels.softmax(new Float32Array(2 ** 16), 64, new Float32Array(2 ** 16));
  return [{ ...kernels, name: kernels.name + suffix }];
}

/** Memory full of NaN, so that a result that is not written in full is found. */
const filled = (length: number) => new Float32Array(length).fill(NaN);

/** The SIMD kernels that this Node can run: plain SIMD always, relaxed SIMD where it is on, with narrow registers and with wide ones. */
export const allSimdKernels: readonly Kernels[] = [
  ...load("kernels.wasm", { relaxed: false }),
  ...load("kernels.relaxed.wasm", { relaxed: true }),
  ...load("kernels.relaxed.wasm", { relaxed: true, wideVectors: wide }, ", wide registers"),
];
