import { readFileSync } from "node:fs";
import type { SimdExports } from "../core/kernels/simd/index.ts";
import { withRelaxedSimd } from "./relaxedSimd.ts";

type Memory = SimdExports["memory"];

/** The part of the WebAssembly interface that is needed; neither ES nor Node's types declare it. */
interface WebAssemblyInterface {
  validate(bytes: Uint8Array): boolean;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (
    module: object,
    imports: Record<string, Record<string, unknown>>,
  ) => { exports: Omit<SimdExports, "memory"> & { readonly memory?: Memory } };
  Memory: new (description: { initial: number; maximum: number; shared: boolean }) => Memory;
}

declare const WebAssembly: WebAssemblyInterface | undefined;
// Taken before any cell runs.
const wasm = typeof WebAssembly === "undefined" ? undefined : WebAssembly;

/** What the helper thread is started with. */
export interface HelperData {
  readonly module: object;
  readonly memory: Memory;
  /** Where the helper says what a trial of wide registers (wideTrial.ts) has shown, with the modules in `folder`; undefined where none is needed. */
  readonly trial: Int32Array | undefined;
  readonly folder: string;
}

/** The compiled module of a file; null where there is none or this machine or this Node cannot run it. */
export function compile(path: string): object | null {
  try {
    const bytes = readFileSync(path);
    return withRelaxedSimd(() => (wasm?.validate(bytes) ? new wasm.Module(bytes) : null));
  } catch {
    return null;
  }
}

/** An instance of the module: over `memory` where it was built for shared memory, else with memory of its own. */
export function instantiate(module: object, memory?: Memory): SimdExports {
  const { exports } = new wasm!.Instance(module, memory ? { env: { memory } } : {});
  return memory ? { ...exports, memory } : (exports as SimdExports);
}

/** Memory that threads can share (pages as in scripts/wasm.js); throws where there is none. */
export const sharedMemory = (): Memory => new wasm!.Memory({ initial: 1, maximum: 32768, shared: true });
