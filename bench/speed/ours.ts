import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { useKernels, type Kernels } from "../../src/core/kernels/kernels.ts";
import { simdKernels, type SimdExports } from "../../src/core/kernels/simd/index.ts";
import { bytesOf, startHelper } from "../../src/kernel/simd.ts";
import { compile, instantiate } from "../../src/kernel/simdModule.ts";
import { wideVectors } from "../../src/kernel/wideVectors.ts";

export const dist = resolve(import.meta.dirname, "../../dist");

const modules = [
  ["kernels.relaxed", true],
  ["kernels", false],
] as const;

interface Loaded {
  readonly kernels: Kernels;
  readonly helped: Kernels;
  readonly narrow: Kernels;
  readonly exports: SimdExports;
}

/**
 * The kernels that a notebook's kernel process uses on this Node, alone and with a second thread; the same without registers of 256
 * bits, as they are in engines that cannot join vectors; and the first's module.
 */
function load(): Loaded {
  for (const [name, relaxed] of modules) {
    const module = compile(join(dist, `${name}.wasm`));
    if (module === null) continue;
    const exports = instantiate(module);
    const narrow = { relaxed, allocateUninitialized, bytesOf };
    const options = { ...narrow, ...(wideVectors && { wideVectors }) };
    return {
      kernels: simdKernels({ exports, ...options }),
      helped: simdKernels({
        exports: instantiate(module),
        ...options,
        startHelper: () => startHelper(dist, name),
      }),
      exports,
      narrow: simdKernels({ exports: instantiate(compileAnew(join(dist, `${name}.wasm`))), ...narrow }),
    };
  }
  throw new Error("This Node has no WebAssembly SIMD.");
}

/** The module with code of its own: V8 shares it, optimized as it is, between modules of the same bytes, which an empty section makes others. */
function compileAnew(path: string): object {
  const folder = mkdtempSync(join(tmpdir(), "tokenwise-bench-"));
  const copy = join(folder, "kernels.wasm");
  writeFileSync(copy, Buffer.concat([readFileSync(path), Buffer.from([0, 2, 1, 0x2e])]));
  const module = compile(copy);
  rmSync(folder, { recursive: true });
  return module!;
}

const allocateUninitialized = (length: number) =>
  length < 1024 ? new Float32Array(length) : new Float32Array(Buffer.allocUnsafeSlow(4 * length).buffer);

export const { kernels, helped, narrow, exports } = load();
const { memory } = exports;

/** Whether `kernels` may have registers of 256 bits where `narrow` has 128. */
export const mayBeWide = wideVectors !== undefined;
useKernels(kernels);

/** Pages of the module's memory that `placed` has asked for; the kernels take others for themselves. */
let own = { start: 0, bytes: 0 };

/** Does what `run` does with other kernels. */
export function using<T>(other: Kernels, run: () => T): T {
  useKernels(other);
  try {
    return run();
  } finally {
    useKernels(kernels);
  }
}

/** Arrays within the module's memory, one behind the other, that the kernels use in place. The arrays of an earlier call are overwritten. */
export function placed(...lengths: number[]): Float32Array[] {
  const bytes = lengths.reduce((sum, length) => sum + 4 * length + 64, 0);
  const pages = Math.ceil(bytes / 2 ** 16);
  if (bytes > own.bytes) own = { start: memory.grow(pages) * 2 ** 16, bytes: pages * 2 ** 16 };
  let at = own.start;
  return lengths.map((length) => {
    const array = new Float32Array(memory.buffer, at, length);
    at += Math.ceil((4 * length) / 64) * 64;
    return array;
  });
}

export function randomArray(length: number): Float32Array {
  const array = new Float32Array(length);
  for (let i = 0; i < length; i++) array[i] = Math.random() * 2 - 1;
  return array;
}
