import type { NDArray } from "../ndarray.ts";
import type { Op } from "../ops/op.ts";
import { formatShape } from "../shape.ts";
import { Node } from "./node.ts";

interface Saved {
  readonly array: NDArray;
  readonly version: number;
}

function save(array: NDArray): Saved {
  return { array, version: array.storage.record() };
}

function read(op: string, what: string, saved: Saved | undefined): NDArray {
  if (saved === undefined) throw new Error(`${op}: backward reads ${what}, which the op does not save`);
  if (!saved.array.storage.isUnchangedSince(saved.version))
    throw new Error(
      `backward: the data of ${what} of ${op}, shape ${formatShape(saved.array.shape)}, was written to after the op ` +
        "was recorded, so its gradient would be wrong; write to a copy (x.clone()), or after backward",
    );
  return saved.array;
}

/** Records one op: what its backward pass needs, and where the gradients go. */
export function record<A extends object>(
  op: Op<A>,
  inputs: readonly NDArray[],
  parents: readonly (Node | null)[],
  attributes: A,
  result: NDArray,
): Node | null {
  const { name, backward, saves = [], savesOutput } = op;
  if (!backward || parents.every((parent) => parent === null)) return null;
  const wants = parents.map((parent) => parent !== null);
  const wanted = typeof saves === "function" ? saves(wants) : saves;
  const saved = new Map(wanted.filter((i) => i < inputs.length).map((i) => [i, save(inputs[i]!)] as const));
  const output = savesOutput ? save(result) : undefined;
  const inputShapes = inputs.map((input) => input.shape);
  return new Node(name, parents, (grad) =>
    backward({
      grad,
      attributes,
      wants,
      inputShapes,
      input: (index) => read(name, `input ${index + 1}`, saved.get(index)),
      output: () => read(name, "the output", output),
    }),
  );
}
