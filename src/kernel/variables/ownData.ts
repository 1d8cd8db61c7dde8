import { types } from "node:util";

// Reads objects without running anything of theirs: no getter, no proxy's trap.

/** The value of an own property; undefined for a getter, and for all that a proxy has. */
export function ownData(holder: object, name: string): unknown {
  return types.isProxy(holder)
    ? undefined
    : (Object.getOwnPropertyDescriptor(holder, name)?.value as unknown);
}

/** The value of a property, own or inherited. */
export function dataOf(value: object, name: string): unknown {
  return [value, ...prototypes(value)]
    .map((holder) => ownData(holder, name))
    .find((data) => data !== undefined);
}

/** What a value inherits from, nearest first, up to the first proxy. */
export function* prototypes(value: object): Generator<object> {
  let holder: object | null = value;
  while (holder !== null && !types.isProxy(holder)) {
    holder = Object.getPrototypeOf(holder) as object | null;
    if (holder !== null && !types.isProxy(holder)) yield holder;
  }
}

/** The built-in getter itself: a subclass may have its own. */
export function getterOf(prototype: object, name: string): () => unknown {
  return Object.getOwnPropertyDescriptor(prototype, name)!.get!;
}

const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as object;
const [length, buffer, byteOffset] = ["length", "buffer", "byteOffset"].map((name) =>
  getterOf(typedArray, name),
) as [() => number, () => ArrayBuffer, () => number];

export function typedArrayLength(array: NodeJS.TypedArray): number {
  return length.call(array);
}

/** The same numbers in an array that nobody has changed. */
export function plainFloats(array: Float32Array): Float32Array {
  return new Float32Array(buffer.call(array), byteOffset.call(array), length.call(array));
}
