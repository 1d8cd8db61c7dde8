import { performance } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import type { WideVectors } from "../core/kernels/simd/index.ts";
import { isKnown, trial } from "./wideTrial.ts";

/** Runs of some microseconds until V8's optimizing compiler takes their functions on; it does at 25. */
const untilOptimized = 60;

/** V8 joins pairs of 128-bit vectors in functions that are optimized while its flag is set; the other flag makes it do so at once. */
function optimize(run: () => void): void {
  setFlagsFromString("--wasm-sync-tier-up");
  setFlagsFromString("--experimental-wasm-revectorize");
  try {
    for (let i = 0; i < untilOptimized; i++) run();
  } finally {
    setFlagsFromString("--no-experimental-wasm-revectorize");
    setFlagsFromString("--no-wasm-sync-tier-up");
  }
}

/**
 * Registers of 256 bits for the kernels' own functions; undefined where V8 does not have them. The flag is an experimental one of
 * V8's: nothing else is compiled with it, and the kernels compare what comes out to the bit (core/kernels/simd/tile.ts).
 */
export const wideVectors: WideVectors | undefined =
  isKnown || trial
    ? {
        get isAllowed() {
          return isKnown || Atomics.load(trial!, 0) === 1;
        },
        optimize,
        now: () => performance.now(),
      }
    : undefined;
