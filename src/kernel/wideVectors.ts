import { performance } from "node:perf_hooks";
import { setFlagsFromString } from "node:v8";
import type { WideVectors } from "../core/kernels/simd/index.ts";

/**
 * V8's versions in which all kernels were compiled so: Node 24's, 25's and 26's. One that begins to join what it cannot ends the process,
 * so every other version, an editor's own among them, keeps to 128 bits until it was tried (test/core/kernels/wideRows.test.ts).
 */
const tried = ["13.6", "14.1", "14.6"];
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

const version = process.versions.v8.split(".", 2).join(".");

/**
 * Registers of 256 bits for the kernels' own functions; undefined where V8 is not known to have them. The flag is an experimental one of
 * V8's: nothing else is compiled with it, and the kernels compare what comes out to the bit (core/kernels/simd/tile.ts).
 */
export const wideVectors: WideVectors | undefined =
  process.arch === "x64" && tried.includes(version) ? { optimize, now: () => performance.now() } : undefined;
