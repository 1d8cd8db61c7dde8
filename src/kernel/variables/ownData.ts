import { types } from "node:util";

// Reads objects without running anything of theirs: no getter, no proxy's trap.

/** The value of an own property; undefined for a getter, and for all that a proxy has. */
export function ownData(holder: object, name: PropertyKey): unknown {
  return types.isProxy(holder)
    ? undefined
    : (Object.getOwnPropertyDescriptor(holder, name)?.value as unknown);
}

/** The value of a property, own or inherited; undefined where reading it would run a getter. */
export function dataOf(value: object, name: PropertyKey): unknown {
  if (types.isProxy(value)) return undefined;
  for (const holder of [value, ...prototypes(value)])
    if (Object.hasOwn(holder, name)) return ownData(holder, name);
  return undefined;
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
const kindOf = Object.getOwnPropertyDescriptor(typedArray, Symbol.toStringTag)!.get as () => string;

type TypedArrayConstructor = new (
  buffer: ArrayBuffer,
  byteOffset: number,
  length: number,
) => NodeJS.TypedArray;

/** Name -> constructor, as they are before any cell runs. Node 24 has one more than Node 20. */
const typedArrays = new Map(
  Object.getOwnPropertyNames(globalThis).flatMap((name): [string, TypedArrayConstructor][] => {
    const value: unknown = name.endsWith("Array") ? Reflect.get(globalThis, name) : undefined;
    const isOne = typeof value === "function" && Object.getPrototypeOf(value) === typedArray.constructor;
    return isOne ? [[name, value as TypedArrayConstructor]] : [];
  }),
);

export function typedArrayLength(array: NodeJS.TypedArray): number {
  return length.call(array);
}

/** The same memory as an array that nobody has changed. */
export function plainTypedArray<T extends NodeJS.TypedArray>(array: T): T {
  const type = typedArrays.get(kindOf.call(array))!;
  return new type(buffer.call(array), byteOffset.call(array), length.call(array)) as T;
}
