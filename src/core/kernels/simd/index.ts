import type { AdamStep, Kernels } from "../kernels.ts";
import { scalar } from "../scalar/index.ts";
import { attend } from "./attention.ts";
import { attendGradient } from "./attentionGradient.ts";
import { map, mapGradient, zip } from "./elementwise.ts";
import type { ProductExports, SimdExports } from "./exports.ts";
import { matmul } from "./matmul.ts";
import { normalize, normalizeGradient } from "./normalize.ts";
import { forEachPiece, pieceLength } from "./pieces.ts";
import { reduce } from "./reduce.ts";
import { growTo, Rooms } from "./rooms.ts";
import { logSoftmax, logSoftmaxGradient, softmax, softmaxGradient } from "./softmax.ts";
import type { WideVectors } from "./tile.ts";
import { WideRows } from "./wideRows.ts";
import { layOut, scratch, Workspace, type BytesOf } from "./workspace.ts";

export type { ProductExports, SimdExports } from "./exports.ts";
export type { WideVectors } from "./tile.ts";

export interface SimdOptions {
  readonly exports: SimdExports;
  /** Whether the module was built with relaxed SIMD. */
  readonly relaxed: boolean;
  /** Zero-filled memory, where the host has an own way to say that there is none. */
  readonly allocate?: (length: number) => Float32Array;
  /** Memory that need not be zeroed: faster where the host has it. */
  readonly allocateUninitialized?: (length: number) => Float32Array;
  /**
   * An instance of the module over shared memory, over which a second thread runs `help` (helper.ts) with an instance of its own; null
   * where the host has none. Called when the first large product comes. Results have the same bits with it and without.
   */
  readonly startHelper?: () => ProductExports | null;
  /** A faster way to copy to shared memory and back than the engine's own. */
  readonly bytesOf?: BytesOf;
  /** Registers of 256 bits, where the engine may have them. Tried when the first product comes, and when softmax and the norms have work enough. */
  readonly wideVectors?: WideVectors;
}

/**
 * 128-bit SIMD in WebAssembly. Statistics and sums keep the accuracy of float64 (assembly/statistics.ts); products of matrices,
 * exponentials and what is made from them are float32 throughout, within a few units in the last place of the scalar kernels.
 * What the module does not know runs in the scalar kernels.
 */
export function simdKernels(options: SimdOptions): Kernels {
  const {
    exports,
    relaxed,
    allocate,
    allocateUninitialized,
    wideVectors,
    startHelper = () => null,
    bytesOf,
  } = options;
  growTo(exports.memory, scratch.end);
  const workspace = new Workspace(exports);
  const rooms = new Rooms(workspace, { relaxed, wideVectors, startHelper, bytesOf });
  const wideRows = new WideRows(workspace, wideVectors);
  return {
    ...scalar,
    name: relaxed ? "relaxed simd" : "simd",
    ...(allocate && { allocate }),
    ...(allocateUninitialized && { allocateUninitialized }),
    map: (fn, x, out) => map(workspace, fn, x, out),
    mapGradient: (fn, x, y, grad, out) => mapGradient(workspace, fn, x, y, grad, out),
    zip: (fn, a, b, shape, out) => zip(workspace, fn, a, b, shape, out),
    reduce: (fn, x, size, out, correction) => reduce(workspace, fn, x, size, out, correction),
    matmul: (a, b, m, k, n, out, bias = null) => matmul(rooms.for(b, m, k, n), a, b, m, k, n, out, bias),
    attend: (inputs, sizes, out) => attend(workspace, rooms.tile, inputs, sizes, out),
    attendGradient: (inputs, sizes, grad, out) =>
      attendGradient(workspace, rooms.tile, inputs, sizes, grad, out),
    softmax: (x, columns, out) =>
      wideRows.areReady(x.length) ? softmax(workspace, x, columns, out) : scalar.softmax(x, columns, out),
    logSoftmax: (x, columns, out) => logSoftmax(workspace, x, columns, out),
    softmaxGradient: (y, grad, columns, out) => softmaxGradient(workspace, y, grad, columns, out),
    logSoftmaxGradient: (y, grad, columns, out) => logSoftmaxGradient(workspace, y, grad, columns, out),
    normalize: (x, columns, how, weight, bias, out) =>
      wideRows.areReady(x.length)
        ? normalize(workspace, x, columns, how, weight, bias, out)
        : scalar.normalize(x, columns, how, weight, bias, out),
    normalizeGradient: (x, grad, columns, how, weight, out) =>
      wideRows.areReady(x.length)
        ? normalizeGradient(workspace, x, grad, columns, how, weight, out, wideRows.areWide)
        : scalar.normalizeGradient(x, grad, columns, how, weight, out),
    adamStep: (step) => adamStep(workspace, step),
  };
}

function adamStep(workspace: Workspace, { values, gradient, first, second, ...settings }: AdamStep): void {
  const bytes = 4 * pieceLength;
  const [valuesAt, gradientAt, firstAt, secondAt] = layOut(bytes, bytes, bytes, bytes) as [
    number, number, number, number,
  ]; // prettier-ignore
  const { beta1, beta2, rate, correction, eps, decay, keep } = settings;
  forEachPiece(values.length, pieceLength, (start, count) => {
    workspace.copyIn(values, start, count, valuesAt);
    workspace.copyIn(gradient, start, count, gradientAt);
    workspace.copyIn(first, start, count, firstAt);
    workspace.copyIn(second, start, count, secondAt);
    workspace.run.adamStep(
      valuesAt, gradientAt, firstAt, secondAt, count, beta1, beta2, rate, correction, eps, decay, keep,
    ); // prettier-ignore
    workspace.copyOut(values, start, count, valuesAt);
    workspace.copyOut(first, start, count, firstAt);
    workspace.copyOut(second, start, count, secondAt);
  });
}
