import { either, nullable, type Kind } from "../../arguments.ts";
import { tensor } from "../../creation.ts";
import type { Nested } from "../../nested.ts";
import { Tensor } from "../../tensor.ts";
import { aTensor } from "../../tensorArguments.ts";

/** Which keys a query may attend to: booleans (a tensor of dtype "bool", as comparisons give, or nested arrays), or numbers that are added to the scores. */
export type Mask = Tensor | readonly Nested[];

export const maskKind: Kind = nullable(
  either(aTensor, { expected: "nested arrays", accepts: Array.isArray }),
);

/** The mask as what is added to the scores: 0 where a key is allowed and -Infinity where it is forbidden. */
export function additiveMask(mask: Mask, { trueMeans }: { readonly trueMeans: "allow" | "forbid" }): Tensor {
  const given = mask instanceof Tensor ? mask : tensor(mask);
  if (given.dtype !== "bool") return given;
  const forbidden = trueMeans === "forbid" ? 1 : 0;
  const added = given.array.values().map((flag) => (flag === forbidden ? -Infinity : 0));
  return tensor(added, given.shape);
}

/** [queries, keys]: -Infinity where the key comes after the query, whose positions start at `offset`. */
export function causalMask(queries: number, keys: number, offset = 0): Tensor {
  const values = new Float32Array(queries * keys);
  for (let i = 0; i < queries; i++)
    values.fill(-Infinity, i * keys + Math.min(keys, i + offset + 1), (i + 1) * keys);
  return tensor(values, [queries, keys]);
}

/** Whether a mask for MultiheadAttention forbids exactly the keys after each query. */
export function isCausalMask(mask: Mask): boolean {
  const { shape, array } = additiveMask(mask, { trueMeans: "forbid" });
  const [queries, keys] = [shape.at(-2), shape.at(-1)];
  if (queries === undefined || keys === undefined || queries < 2) return false;
  return array.values().every((value, index) => {
    const key = index % keys;
    const query = Math.floor(index / keys) % queries;
    return value === (key > query ? -Infinity : 0);
  });
}

/**
 * A row of the mask that forbids every key would make a softmax of 0 / 0. Such rows are opened here (0 instead of -Infinity),
 * and `alive` [..., L, 1], 0 for them and 1 for all others, is to be multiplied in afterwards; null where there is none.
 */
export function openEmptyRows(mask: Tensor): { mask: Tensor; alive: Tensor | null } {
  const keys = mask.shape.at(-1)!;
  const values = mask.array.values();
  const isAlive = (row: number) =>
    values.subarray(row * keys, (row + 1) * keys).some((value) => value !== -Infinity);
  const alive = Float32Array.from({ length: values.length / keys }, (_, row) => (isAlive(row) ? 1 : 0));
  if (!alive.includes(0)) return { mask, alive: null };
  const shape = [...mask.shape.slice(0, -1), 1];
  const empty = tensor(
    alive.map((flag) => 1 - flag),
    shape,
  );
  return { mask: mask.maskedFill(empty, 0), alive: tensor(alive, shape) };
}
