import { kernels } from "../kernels/kernels.ts";
import { NDArray } from "../ndarray.ts";
import { formatShape, sameShape, ShapeError, sizeOf, type Shape } from "../shape.ts";
import { Head, headGradient, matrix, type AttentionAttributes, type Lengths } from "./attentionHead.ts";
import { attendBySequence, gradientsBySequence } from "./attentionSequences.ts";
import type { Op, Sample } from "./op.ts";
import { uniform } from "./sampleInputs.ts";

export type { AttentionAttributes } from "./attentionHead.ts";

function attentionShape([query, key, value]: readonly Shape[]): Shape {
  const fits =
    query!.length >= 3 &&
    key!.length === query!.length &&
    sameShape(key!.slice(0, -1), value!.slice(0, -1)) &&
    sameShape(query!.slice(0, -3), key!.slice(0, -3)) &&
    query!.at(-1) === key!.at(-1) &&
    query!.at(-3)! % key!.at(-3)! === 0;
  if (!fits)
    throw new ShapeError(
      "attention",
      `query ${formatShape(query!)}, key ${formatShape(key!)} and value ${formatShape(value!)} do not fit: [..., H, L, E], [..., Hkv, S, E] and [..., Hkv, S, Ev], H a multiple of Hkv`,
    );
  return [...query!.slice(0, -1), value!.at(-1)!];
}

function lengthsOf(query: Shape, value: Shape): Lengths {
  return { queries: query.at(-2)!, features: query.at(-1)!, keys: value.at(-2)!, width: value.at(-1)! };
}

/** Calls `visit` for each query head: its number, and the number of the key head that it shares. */
function forEachHead(query: Shape, key: Shape, visit: (head: number, shared: number) => void): void {
  const heads = sizeOf(query.slice(0, -2));
  const group = query.at(-3)! / key.at(-3)!;
  for (let head = 0; head < heads; head++) visit(head, Math.floor(head / group));
}

const part = (data: Float32Array, index: number, length: number) =>
  data.subarray(index * length, (index + 1) * length);

function headOf(
  inputs: readonly NDArray[],
  values: readonly Float32Array[],
  head: number,
  shared: number,
  attributes: AttentionAttributes,
): Head {
  const lengths = lengthsOf(inputs[0]!.shape, inputs[2]!.shape);
  const { queries, keys, features, width } = lengths;
  const [q, k, v] = values as [Float32Array, Float32Array, Float32Array];
  return new Head(
    part(q, head, queries * features),
    part(k, shared, keys * features),
    part(v, shared, keys * width),
    lengths,
    attributes,
  );
}

/** The way over matmul and softmax, for kernels that have no attention of their own. */
function forwardByHead(inputs: readonly NDArray[], attributes: AttentionAttributes, shape: Shape): NDArray {
  const out = NDArray.empty(shape);
  const values = inputs.map((input) => input.values());
  const { queries, width } = lengthsOf(inputs[0]!.shape, inputs[2]!.shape);
  let room: Float32Array | undefined;
  forEachHead(inputs[0]!.shape, inputs[1]!.shape, (index, shared) => {
    const head = headOf(inputs, values, index, shared, attributes);
    room ??= head.roomForScores();
    const target = part(out.data, index, queries * width);
    for (const block of head.blocks()) {
      const { first, rows, seen } = block;
      const weights = matrix(head.weights(block, room), seen);
      const rowsOut = target.subarray(first * width, (first + rows) * width);
      kernels().matmul(weights, matrix(head.value, width), rows, seen, width, rowsOut);
    }
  });
  return out;
}

function backwardByHead(
  inputs: readonly NDArray[],
  attributes: AttentionAttributes,
  grad: NDArray,
  wants: readonly boolean[],
): (NDArray | null)[] {
  const gradients = inputs.map(({ shape }, i) => (wants[i] ? NDArray.zeros(shape) : null));
  const values = inputs.map((one) => one.values());
  const upstream = grad.values();
  const [query, key, value] = inputs.map(({ shape }) => shape) as [Shape, Shape, Shape];
  const { queries, keys, features, width } = lengthsOf(query, value);
  const lengths = [queries * features, keys * features, keys * width];
  forEachHead(query, key, (index, shared) => {
    const into = gradients.map((one, i) => one && part(one.data, i === 0 ? index : shared, lengths[i]!));
    const head = headOf(inputs, values, index, shared, attributes);
    headGradient(head, part(upstream, index, queries * width), into);
  });
  return gradients;
}

/**
 * softmax(Q Kᵀ scale) V with a causal mask or none, one block of queries after the other: the matrix of all scores is
 * never in memory, and the backward pass computes it again (Rabe and Staats, "Self-attention Does Not Need O(n^2) Memory", 2021).
 * query [..., H, L, E], key [..., Hkv, S, E], value [..., Hkv, S, Ev] -> [..., H, L, Ev]; groups of H / Hkv query heads share a key
 * head. To the bit what the ops one by one give.
 */
export const attention: Op<AttentionAttributes> = {
  name: "attention",
  shape: attentionShape,
  forward(inputs, attributes, shape) {
    if (sizeOf(shape) === 0) return NDArray.empty(shape);
    return attendBySequence(inputs, attributes, shape) ?? forwardByHead(inputs, attributes, shape);
  },
  saves: [0, 1, 2],
  backward({ grad, wants, input, inputShapes, attributes }) {
    if (grad.size === 0) return inputShapes.map((shape, i) => (wants[i] ? NDArray.zeros(shape) : null));
    const inputs = [input(0), input(1), input(2)];
    return (
      gradientsBySequence(inputs, attributes, grad, wants) ?? backwardByHead(inputs, attributes, grad, wants)
    );
  },
  samples: () => {
    const sample = (
      query: Shape,
      key: Shape,
      value: Shape,
      causal: number | null,
    ): Sample<AttentionAttributes> => ({
      inputs: [uniform(query, 1), uniform(key, 2), uniform(value, 3)],
      attributes: { scale: 0.5, causal },
      rows: [0, 1, 2],
    });
    return [
      sample([2, 2, 3, 4], [2, 2, 5, 4], [2, 2, 5, 3], null),
      sample([1, 2, 5, 4], [1, 2, 5, 4], [1, 2, 5, 4], 0),
      sample([2, 4, 2, 3], [2, 2, 6, 3], [2, 2, 6, 3], 4),
    ];
  },
};
