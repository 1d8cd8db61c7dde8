import { type Value, number } from "../values.ts";
import type { Operation } from "./operation.ts";

// What asks a tensor for its shape, its rank or how many numbers it holds.

const size: Operation = ({ input, args }) => {
  const shape: Value = { kind: "shape", layout: input.layout, from: 0, to: null };
  const place = args.value(0, "dim", "axis");
  if (args.all.length === 0) return shape;
  if (place.kind !== "number" || place.value === null) return number(null);
  const axis = input.layout.axes?.at(place.value) ?? null;
  const read = axis ? null : { layout: input.layout, place: place.value };
  return { ...number(null), name: axis?.name ?? input.layout.named.get(place.value) ?? null, axis, read };
};

/** `x.numel()`: how many numbers there are. */
const count: Operation = () => number(null);

const rank: Operation = ({ input }) => number(input.layout.axes?.length ?? null);

/** Such operations by name. */
export const sizeOperations: Readonly<Record<string, Operation>> = {
  size,
  shape: size,
  int_shape: size,
  get_shape: size,
  shape_list: size,
  get_shape_list: size,
  numel: count,
  nelement: count,
  dim: rank,
  ndimension: rank,
};
