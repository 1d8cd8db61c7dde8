import type { ProductExports, SimdExports } from "./exports.ts";

/** An array's bytes, with a `copy` to other bytes, as a Buffer has it. */
export interface Bytes extends Uint8Array {
  copy(target: Uint8Array, targetStart: number, start: number, end: number): number;
}
export type BytesOf = (data: Float32Array) => Bytes;

/**
 * The module's memory as a place to work in. Tensors live in ordinary, garbage-collected arrays that WebAssembly cannot see, so
 * they pass through here in pieces that stay in the second-level cache; arrays that lie in this memory already are used in place.
 */
export class Workspace<Exports extends ProductExports = SimdExports> {
  readonly run: Exports;
  private readonly bytesOf: BytesOf | undefined;
  private view: Float32Array;
  private bytes: Bytes | undefined;

  /** @param bytesOf a faster way to copy runs than the engine's; undefined where there is none. */
  constructor(exports: Exports, bytesOf?: BytesOf) {
    this.run = exports;
    this.bytesOf = bytesOf;
    this.view = new Float32Array(exports.memory.buffer);
    this.bytes = bytesOf?.(this.view);
  }

  /** All of the memory; growing it gives it a new buffer. */
  get floats(): Float32Array {
    if (this.view.buffer !== this.run.memory.buffer) {
      this.view = new Float32Array(this.run.memory.buffer);
      this.bytes = this.bytesOf?.(this.view);
    }
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

  /** Copies `count` runs of `length` elements, `stride` apart from data[start] on, one behind the other to `at`. */
  copyRunsIn(
    data: Float32Array,
    start: number,
    stride: number,
    count: number,
    length: number,
    at: number,
  ): void {
    const [runs, each] = stride === length ? [1, count * length] : [count, length];
    const { floats, bytes } = this;
    const from = bytes && this.bytesOf!(data);
    for (let i = 0, first = start, to = at; i < runs; i++, first += stride, to += 4 * each) {
      if (from) from.copy(bytes!, to, 4 * first, 4 * (first + each));
      else floats.set(data.subarray(first, first + each), to >> 2);
    }
  }

  /** The way back: runs that lie one behind the other at `at`, to out[start] and so on. */
  copyRunsOut(
    out: Float32Array,
    start: number,
    stride: number,
    count: number,
    length: number,
    at: number,
  ): void {
    const [runs, each] = stride === length ? [1, count * length] : [count, length];
    const { floats, bytes } = this;
    const to = bytes && this.bytesOf!(out);
    for (let i = 0, first = start, from = at; i < runs; i++, first += stride, from += 4 * each) {
      if (to) bytes!.copy(to, 4 * first, from, from + 4 * each);
      else out.set(floats.subarray(from >> 2, (from >> 2) + each), first);
    }
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
