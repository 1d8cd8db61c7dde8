import { setFlagsFromString } from "node:v8";
import type { ProductExports } from "../core/kernels/simd/index.ts";

/** V8 of Node 20 has relaxed SIMD behind a flag; all kernels were tried with it. Earlier versions take the operands in another order. */
export const isBehindFlag = process.versions.v8.startsWith("11.3.");

/** Runs `compile` with relaxed SIMD, where this V8 has it. A module keeps what it was compiled with. */
export function withRelaxedSimd<T>(compile: () => T): T {
  if (!isBehindFlag) return compile();
  setFlagsFromString("--experimental-wasm-relaxed-simd");
  try {
    return compile();
  } finally {
    setFlagsFromString("--no-experimental-wasm-relaxed-simd");
  }
}

/**
 * Whether a module multiplies and adds in the right order: x x - (1 + 2^-11) for x = 1 + 2^-12 is 2^-24 in one rounding and 0 in two.
 * Overwrites the workspace.
 */
export function multipliesAndAdds({ memory, multiply }: ProductExports): boolean {
  const floats = new Float32Array(memory.buffer, 4096);
  // Two steps of a panel of 6 rows and of one of 8 columns.
  floats.fill(-(1 + 2 ** -11), 0, 6).fill(1 + 2 ** -12, 6, 12);
  floats.fill(1, 12, 20).fill(1 + 2 ** -12, 20, 28);
  multiply(4096, 4096 + 48, 6, 2, 8, 8192, 32, 12288, false);
  return floats.subarray(1024, 1024 + 48).every((sum) => sum === 2 ** -24 || sum === 0);
}
