import type { ProductExports, SimdExports } from "./exports.ts";

/**
 * The module's memory as a place to work in. Tensors live in ordinary, garbage-collected arrays that WebAssembly cannot see, so
 * they pass through here in pieces that stay in the second-level cache; arrays that lie in this memory already are used in place.
 */
export class Workspace<Exports extends ProductExports = SimdExports> {
  readonly run: Exports;
  private view: Float32Array;

  constructor(exports: Exports) {
    this.run = exports;
    this.view = new Float32Array(exports.memory.buffer);
  }

  /** All of the memory; growing it gives it a new buffer. */
  get floats(): Float32Array {
    if (this.view.buffer !== this.run.memory.buffer) this.view = new Float32Array(this.run.memory.buffer);
    return this.view;
  }

  holds(data: Float32Array): boolean {
    return data.buffer === this.run.memory.buffer;
  }

  /** Address of data[start, start + length): where they are, or `at` after they have been copied there. */
  place(data: Float32Array, start: number, length: number, at: number): number {
    if (this.holds(data)) return data.byteOffset + 4 * start;
    this.copyIn(data, start, length, at);
    return at;
  }

  copyIn(data: Float32Array, start: number, length: number, at: number): void {
    const whole = start === 0 && length === data.length;
    this.floats.set(whole ? data : data.subarray(start, start + length), at >> 2);
  }

  /** Address where results for out[start ...] are to be written: in place, or `at`. */
  target(out: Float32Array, start: number, at: number): number {
    return this.holds(out) ? out.byteOffset + 4 * start : at;
  }

  /** Brings results that were written to `at` home; does nothing where they were written in place. */
  collect(out: Float32Array, start: number, length: number, at: number): void {
    if (!this.holds(out)) this.copyOut(out, start, length, at);
  }

  copyOut(out: Float32Array, start: number, length: number, at: number): void {
    out.set(this.floats.subarray(at >> 2, (at >> 2) + length), start);
  }
}

/** The memory of a module that has at least the products. */
export type ProductWorkspace = Workspace<ProductExports>;

/** Bytes that kernels may work in: before it lie the module's constants, beyond it arrays that were placed in this memory for good. */
export const scratch = { start: 4096, end: 32 * 2 ** 20 };

/** Cuts the workspace into parts of so many bytes each, with room for a vector that reaches over an end; null where it is too small. */
export function layOut(...sizes: number[]): number[] | null {
  let at = scratch.start;
  const starts = sizes.map((size) => {
    const start = at;
    at += Math.ceil((size + 64) / 64) * 64;
    return start;
  });
  return at <= scratch.end ? starts : null;
}
