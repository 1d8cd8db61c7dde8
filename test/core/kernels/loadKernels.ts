import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Kernels } from "../../../src/core/kernels/kernels.ts";
import { simdKernels, type SimdExports } from "../../../src/core/kernels/simd/index.ts";

const dist = resolve(import.meta.dirname, "../../../dist");

function load(file: string, relaxed: boolean): Kernels[] {
  const path = resolve(dist, file);
  if (!existsSync(path)) throw new Error(`dist/${file} is missing: run npm run build first.`);
  const bytes = readFileSync(path);
  if (!WebAssembly.validate(bytes)) return [];
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  return [
    simdKernels({ exports: exports as unknown as SimdExports, relaxed, allocateUninitialized: filled }),
  ];
}

/** Memory full of NaN, so that a result that is not written in full is found. */
const filled = (length: number) => new Float32Array(length).fill(NaN);

/** The SIMD kernels that this Node can run: plain SIMD always, relaxed SIMD where it is on. */
export const allSimdKernels: readonly Kernels[] = [
  ...load("kernels.wasm", false),
  ...load("kernels.relaxed.wasm", true),
];
