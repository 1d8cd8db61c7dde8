import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import type { Kernels } from "../core/kernels/kernels.ts";
import { simdKernels, type ProductExports } from "../core/kernels/simd/index.ts";
import { multipliesAndAdds } from "./relaxedSimd.ts";
import { MemoryGuard } from "./memoryGuard.ts";
import { compile, instantiate, sharedMemory, type HelperData } from "./simdModule.ts";
import { trial } from "./wideTrial.ts";
import { wideVectors } from "./wideVectors.ts";

/** Best first. */
const modules: readonly (readonly [name: string, relaxed: boolean])[] = [
  ["kernels.relaxed", true],
  ["kernels", false],
];

/**
 * The fastest kernels that this machine and this Node can run, from the modules in `folder`: with relaxed SIMD, with SIMD, or
 * null where WebAssembly or the modules are missing and the scalar kernels are what there is.
 */
export function loadSimdKernels(folder: string): Kernels | null {
  for (const [name, relaxed] of modules) {
    const module = compile(join(folder, `${name}.wasm`));
    if (module === null) continue;
    const exports = instantiate(module);
    if (relaxed && !multipliesAndAdds(exports)) continue;
    return simdKernels({
      exports,
      relaxed,
      allocate,
      allocateUninitialized,
      bytesOf,
      ...(wideVectors && { wideVectors }),
      startHelper: () => (availableParallelism() > 1 ? startHelper(folder, name) : null),
    });
  }
  return null;
}

/** A second thread for large products; null where there is no shared memory. */
export function startHelper(folder: string, name: string): ProductExports | null {
  const module = compile(join(folder, `${name}.shared.wasm`));
  if (module === null) return null;
  try {
    const memory = sharedMemory();
    const workerData: HelperData = { module, memory, trial, folder };
    const worker = new Worker(join(folder, "helper.cjs"), { workerData, execArgv: [] });
    worker.on("error", () => {});
    worker.unref();
    return instantiate(module, memory);
  } catch {
    return null;
  }
}

const guard = new MemoryGuard();

function allocate(length: number): Float32Array {
  if (length >= 1024) guard.ask(4 * length);
  return new Float32Array(length);
}

/** Buffer's own memory is not zeroed. Small arrays come from the heap, where zeroing costs nothing. */
function allocateUninitialized(length: number): Float32Array {
  if (length < 1024) return new Float32Array(length);
  if (length > 2 ** 30) throw new RangeError("Array buffer allocation failed");
  guard.ask(4 * length);
  const { buffer, byteOffset } = Buffer.allocUnsafeSlow(4 * length);
  return new Float32Array(buffer, byteOffset, length);
}

/** V8 copies to shared memory and back word by word; Buffer does it as the machine does. */
export function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
