import { blocksOf, type Block } from "../kernels/attentionBlocks.ts";
import { kernels, type Matrix, type Strided } from "../kernels/kernels.ts";
import { NDArray } from "../ndarray.ts";

export interface AttentionAttributes {
  readonly scale: number;
  /** Query i sees keys 0 to i + causal; null where it sees all. */
  readonly causal: number | null;
  /** Whether the result may lie in memory with the heads of a token side by side, [..., L, H, Ev], as what follows joins them; false if left out. */
  readonly joinsHeads?: boolean;
}

/** Queries whose scores are held at once. A multiple of the blocks in which products are summed up. */
const blockRows = 256;

/** The lengths of one attention: queries, keys, features of queries and keys, features of values. */
export interface Lengths {
  readonly queries: number;
  readonly keys: number;
  readonly features: number;
  readonly width: number;
}

/** A row-major matrix that starts at an element of a buffer. */
export const matrix = (data: Float32Array, columns: number, offset = 0): Matrix => ({
  data,
  offset,
  rowStride: columns,
  columnStride: 1,
});

const transposed = ({ data, offset, rowStride, columnStride }: Matrix): Matrix => ({
  data,
  offset,
  rowStride: columnStride,
  columnStride: rowStride,
});

const product = { name: "mul", f: (a: number, b: number) => a * b };
const sum = { name: "add", f: (a: number, b: number) => a + b };

function multiplyBy(factor: number, values: Float32Array): void {
  const all: Strided = { data: values, offset: 0, strides: [1] };
  const one: Strided = { data: Float32Array.of(factor), offset: 0, strides: [0] };
  kernels().zip(product, all, one, [values.length], values);
}

function addTo(target: Float32Array, values: Float32Array): void {
  const strided = (data: Float32Array): Strided => ({ data, offset: 0, strides: [1] });
  kernels().zip(sum, strided(target), strided(values), [target.length], target);
}

/** One query head with its key head, their numbers side by side, and room for a block of scores. */
export class Head {
  readonly query: Float32Array;
  readonly key: Float32Array;
  readonly value: Float32Array;
  readonly lengths: Lengths;
  readonly attributes: AttentionAttributes;
  constructor(
    query: Float32Array,
    key: Float32Array,
    value: Float32Array,
    lengths: Lengths,
    attributes: AttentionAttributes,
  ) {
    this.query = query;
    this.key = key;
    this.value = value;
    this.lengths = lengths;
    this.attributes = attributes;
  }

  blocks(): Block[] {
    const finite = () => [this.key, this.value].every((all) => all.every((one) => Number.isFinite(one)));
    return blocksOf({ ...this.lengths, causal: this.attributes.causal }, blockRows, finite);
  }

  /** softmax(Q Kᵀ scale + mask) for a block, into room. */
  weights({ first, rows, seen }: Block, room: Float32Array): Float32Array {
    const { features } = this.lengths;
    const scores = room.subarray(0, rows * seen);
    const query = matrix(this.query, features, first * features);
    kernels().matmul(query, transposed(matrix(this.key, features)), rows, features, seen, scores);
    multiplyBy(this.attributes.scale, scores);
    const { causal } = this.attributes;
    if (causal !== null)
      for (let row = 0; row < rows; row++)
        for (let at = Math.min(seen, first + row + causal + 1); at < seen; at++)
          scores[row * seen + at]! -= Infinity;
    kernels().softmax(scores, seen, scores);
    return scores;
  }

  roomForScores(): Float32Array {
    const { queries, keys } = this.lengths;
    return NDArray.empty([Math.min(blockRows, queries) * keys]).data;
  }
}

/** Gradients of one head, added to those of its inputs. */
export function headGradient(head: Head, grad: Float32Array, into: readonly (Float32Array | null)[]): void {
  const { keys, features, width } = head.lengths;
  const [room, otherRoom] = [head.roomForScores(), head.roomForScores()];
  const sums = NDArray.empty([keys * Math.max(features, width)]).data;
  const [toQuery, toKey, toValue] = into;
  const add = (a: Matrix, b: Matrix, seen: number, rows: number, columns: number, target: Float32Array) => {
    const part = sums.subarray(0, seen * columns);
    kernels().matmul(a, b, seen, rows, columns, part);
    addTo(target.subarray(0, seen * columns), part);
  };
  for (const block of head.blocks()) {
    const { first, rows, seen } = block;
    const weights = head.weights(block, room);
    const upstream = matrix(grad, width, first * width);
    if (toValue) add(transposed(matrix(weights, seen)), upstream, seen, rows, width, toValue);
    if (!toQuery && !toKey) continue;
    const slopes = otherRoom.subarray(0, rows * seen);
    kernels().matmul(upstream, transposed(matrix(head.value, width)), rows, width, seen, slopes);
    kernels().softmaxGradient(weights, slopes, seen, slopes);
    multiplyBy(head.attributes.scale, slopes);
    if (toQuery) {
      const target = toQuery.subarray(first * features, (first + rows) * features);
      kernels().matmul(matrix(slopes, seen), matrix(head.key, features), rows, seen, features, target);
    }
    if (toKey)
      add(
        transposed(matrix(slopes, seen)),
        matrix(head.query, features, first * features),
        seen,
        rows,
        features,
        toKey,
      );
  }
}
