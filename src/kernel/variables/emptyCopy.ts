import { types } from "node:util";
import { plainTypedArray } from "./ownData.ts";
import { className } from "./preview.ts";

/**
 * An object of the same kind (map, array, ...) and with the same name of its class, without anything of that class.
 * Typed arrays share the memory; everything else is empty.
 */
export function emptyCopy(value: object): object {
  const copy = container(value);
  if (Object.getPrototypeOf(value) === null) return Object.setPrototypeOf(copy, null) as object;
  const native = Object.getPrototypeOf(copy) as { constructor: { name: string } };
  const name = className(value);
  return name === native.constructor.name
    ? copy
    : (Object.setPrototypeOf(copy, named(name, native)) as object);
}

function container(value: object): object {
  if (types.isTypedArray(value)) return plainTypedArray(value);
  if (types.isMap(value)) return new Map();
  if (types.isSet(value)) return new Set();
  return Array.isArray(value) ? [] : {};
}

/** A prototype by which an object prints as one of this class. */
function named(name: string, parent: object): object {
  const type = { [name]: function () {} }[name]!;
  type.prototype = Object.create(parent, { constructor: { value: type } });
  return type.prototype as object;
}
