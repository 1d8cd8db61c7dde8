import { types } from "node:util";
import { NDArray } from "../../core/ndarray.ts";
import { Storage } from "../../core/storage.ts";
import { Tensor } from "../../core/tensor.ts";
import { ownData, plainTypedArray, prototypes } from "./ownData.ts";

/**
 * The numbers of one of the core's tensors, read without running anything of the value's: a cell may have put getters on
 * it, or a proxy around it. Undefined for everything else.
 */
export function tensorArray(value: unknown): NDArray | undefined {
  if (!isInstance(value, Tensor)) return undefined;
  const array = ownData(value, "array");
  if (!isInstance(array, NDArray)) return undefined;
  const storage = ownData(array, "storage");
  const data = isInstance(storage, Storage) ? ownData(storage, "data") : undefined;
  const [shape, strides] = [numbers(ownData(array, "shape")), numbers(ownData(array, "strides"))];
  const offset = ownData(array, "offset");
  if (!types.isFloat32Array(data) || !shape || !strides || typeof offset !== "number") return undefined;
  return new NDArray(new Storage(plainTypedArray(data)), shape, strides, offset);
}

export function isInstance(value: unknown, type: { prototype: object }): value is object {
  return typeof value === "object" && value !== null && [...prototypes(value)].includes(type.prototype);
}

function numbers(list: unknown): number[] | undefined {
  if (typeof list !== "object" || list === null || types.isProxy(list) || !Array.isArray(list))
    return undefined;
  const items = Array.from({ length: list.length }, (_, index) => ownData(list, String(index)));
  return items.every((item) => typeof item === "number") ? items : undefined;
}
