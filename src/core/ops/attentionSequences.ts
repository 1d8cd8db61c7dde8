import { kernels, type AttentionInputs, type AttentionSizes, type Heads } from "../kernels/kernels.ts";
import { NDArray } from "../ndarray.ts";
import { type Shape } from "../shape.ts";
import type { AttentionAttributes } from "./attentionHead.ts";
import { offsets } from "./matmul.ts";

/** Each sequence's matrices of an array [..., heads, rows, columns]. */
function sequencesOf(x: NDArray): Heads[] {
  const [headStride, rowStride] = x.strides.slice(-3) as [number, number];
  return offsets(x, x.shape.slice(0, -3)).map((offset) => ({ data: x.data, offset, headStride, rowStride }));
}

/** The array itself where its numbers lie as `Heads` wants them, else a copy. */
function withRuns(x: NDArray): NDArray {
  const inOrder = x.strides.at(-1) === 1 || x.shape.at(-1) === 1;
  return inOrder && x.strides.every((stride) => stride >= 0) ? x : x.copy();
}

/** New memory for [..., heads, rows, columns]; `joined` puts the heads of a row side by side. */
function emptyHeads(shape: Shape, joined: boolean): NDArray {
  if (!joined) return NDArray.empty(shape);
  const [heads, rows, columns] = shape.slice(-3) as [number, number, number];
  const memory = NDArray.empty([...shape.slice(0, -3), rows, heads, columns]);
  const axes = shape.map((_, axis) => axis);
  return memory.permute([...axes.slice(0, -3), shape.length - 2, shape.length - 3, shape.length - 1]);
}

function sizesOf(
  [query, key, value]: readonly Shape[],
  { scale, causal }: AttentionAttributes,
): AttentionSizes {
  const keyHeads = key!.at(-3)!;
  return {
    keyHeads,
    group: query!.at(-3)! / keyHeads,
    queries: query!.at(-2)!,
    keys: key!.at(-2)!,
    features: query!.at(-1)!,
    width: value!.at(-1)!,
    scale,
    causal,
  };
}

/** Queries, keys and values of each sequence, with the sizes that all share. */
function prepare(inputs: readonly NDArray[], attributes: AttentionAttributes) {
  const [query, key, value] = inputs.map((input) => sequencesOf(withRuns(input))) as [
    Heads[],
    Heads[],
    Heads[],
  ];
  const sequences = query.map((one, i): AttentionInputs => ({ query: one, key: key[i]!, value: value[i]! }));
  const sizes = sizesOf(
    inputs.map(({ shape }) => shape),
    attributes,
  );
  return { sequences, sizes };
}

/** Attention by the kernels' own, one sequence after the other; null where they have none for these sizes. */
export function attendBySequence(
  inputs: readonly NDArray[],
  attributes: AttentionAttributes,
  shape: Shape,
): NDArray | null {
  const own = kernels();
  if (!own.attend) return null;
  const { sequences, sizes } = prepare(inputs, attributes);
  const out = emptyHeads(shape, attributes.joinsHeads === true);
  const targets = sequencesOf(out);
  return sequences.every((one, i) => own.attend!(one, sizes, targets[i]!)) ? out : null;
}

/** The gradients likewise; each lies in memory as its input does. */
export function gradientsBySequence(
  inputs: readonly NDArray[],
  attributes: AttentionAttributes,
  grad: NDArray,
  wants: readonly boolean[],
): (NDArray | null)[] | null {
  const own = kernels();
  if (!own.attendGradient) return null;
  const { sequences, sizes } = prepare(inputs, attributes);
  const upstream = sequencesOf(withRuns(grad));
  const gradients = inputs.map((input, i) =>
    wants[i] ? emptyHeads(input.shape, !input.isContiguous) : null,
  );
  const [query, key, value] = gradients.map((one) => one && sequencesOf(one));
  const done = sequences.every((one, i) =>
    own.attendGradient!(one, sizes, upstream[i]!, {
      query: query?.[i] ?? null,
      key: key?.[i] ?? null,
      value: value?.[i] ?? null,
    }),
  );
  return done ? gradients : null;
}
