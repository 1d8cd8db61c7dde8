import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Kernels } from "../core/kernels/kernels.ts";
import { simdKernels, type SimdExports } from "../core/kernels/simd/index.ts";

/** The part of the WebAssembly interface that is needed; neither ES nor Node's types declare it. */
interface WebAssemblyInterface {
  validate(bytes: Uint8Array): boolean;
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: Record<string, Record<string, unknown>>) => { exports: unknown };
}

declare const WebAssembly: WebAssemblyInterface | undefined;

/** Best first. Node 20 has relaxed SIMD behind a flag only, and its compiler makes slower code of it than of plain SIMD. */
const modules: readonly (readonly [file: string, relaxed: boolean])[] = [
  ["kernels.relaxed.wasm", true],
  ["kernels.wasm", false],
];

/**
 * The fastest kernels that this machine and this Node can run, from the modules in `folder`: with relaxed SIMD, with SIMD, or
 * null where WebAssembly or the modules are missing and the scalar kernels are what there is.
 */
export function loadSimdKernels(folder: string): Kernels | null {
  if (typeof WebAssembly === "undefined") return null;
  for (const [file, relaxed] of modules) {
    const bytes = read(join(folder, file));
    if (bytes !== null && WebAssembly.validate(bytes)) return instantiate(WebAssembly, bytes, relaxed);
  }
  return null;
}

function read(path: string): Uint8Array | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

function instantiate(wasm: WebAssemblyInterface, bytes: Uint8Array, relaxed: boolean): Kernels {
  const { exports } = new wasm.Instance(new wasm.Module(bytes), {});
  return simdKernels({ exports: exports as SimdExports, relaxed, allocateUninitialized });
}

/** Buffer's own memory is not zeroed. Small arrays come from the heap, where zeroing costs nothing. */
function allocateUninitialized(length: number): Float32Array {
  if (length < 1024) return new Float32Array(length);
  if (length > 2 ** 30) throw new RangeError("Array buffer allocation failed");
  const { buffer, byteOffset } = Buffer.allocUnsafeSlow(4 * length);
  return new Float32Array(buffer, byteOffset, length);
}
