// What the kernel and the core are built on, and what cells share with them: a cell may replace `Array.prototype.push`.
// This file calls functions that were taken before any cell ran, and nothing else: no method, no iteration.
import { AsyncLocalStorage } from "node:async_hooks";
import { EventEmitter } from "node:events";

const { defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
const { assign, create } = Object;

/** One property of a built-in object as it was before any cell ran. */
interface BuiltIn {
  readonly holder: object;
  /** "Array.prototype": how a message names the holder. */
  readonly path: string;
  readonly key: PropertyKey;
  readonly saved: PropertyDescriptor;
}

/** A property that a cell has replaced, deleted or added, and what it made of it. */
interface Change {
  readonly builtIn: Omit<BuiltIn, "saved">;
  readonly changed: PropertyDescriptor | undefined;
  /** Whether it is as it was again; a cell may have locked it. */
  readonly isPutBack: boolean;
}

/** Read from options and descriptors, these would be taken for what their objects hold themselves. */
const neverInherited = ["get", "set", "value", "writable", "enumerable", "configurable", "then", "toJSON"];
/** Replaced on purpose, and nothing here relies on it. */
const leftAlone = ["Math.random"];

const builtIns = collect();

/**
 * Puts back what cells have replaced.
 *
 * @returns the names of what was replaced, and of what is so for good because a cell has locked it.
 */
export function putBack(): { replaced: string[]; locked: string[] } {
  const changes = putBackAll();
  const names = { replaced: [] as string[], locked: [] as string[] };
  for (let i = 0; i < changes.length; i++) {
    const { builtIn, isPutBack } = changes[i]!;
    const list = isPutBack ? names.replaced : names.locked;
    add(list, nameOf(builtIn));
  }
  return names;
}

/** Runs a step of the kernel's while a cell may be waiting: with the built-in functions, and the cell's own again after it. */
export function withBuiltIns<T>(step: () => T): T {
  const changes = putBackAll();
  try {
    return step();
  } finally {
    for (let i = 0; i < changes.length; i++) {
      const { builtIn, changed } = changes[i]!;
      if (changed === undefined) deleteProperty(builtIn.holder, builtIn.key);
      else defineProperty(builtIn.holder, builtIn.key, changed);
    }
  }
}

function putBackAll(): Change[] {
  const changes: Change[] = [];
  takeAwayInherited(changes);
  for (let i = 0; i < builtIns.length; i++) {
    const builtIn = builtIns[i]!;
    const { holder, key, saved } = builtIn;
    const now = getOwnPropertyDescriptor(holder, key);
    if (now !== undefined && now.value === saved.value && now.get === saved.get && now.set === saved.set)
      continue;
    add(changes, { builtIn, changed: bare(now), isPutBack: defineProperty(holder, key, saved) });
  }
  return changes;
}

// First of all: with one of these even describing a property goes wrong.
function takeAwayInherited(changes: Change[]): void {
  for (let h = 0; h < inheritedFrom.length; h++) {
    const { holder, path } = inheritedFrom[h]!;
    for (let i = 0; i < neverInherited.length; i++) {
      const key = neverInherited[i]!;
      const changed = bare(getOwnPropertyDescriptor(holder, key));
      if (changed === undefined) continue;
      add(changes, { builtIn: { holder, path, key }, changed, isPutBack: deleteProperty(holder, key) });
    }
  }
}

const inheritedFrom = [
  { holder: Object.prototype, path: "Object.prototype" },
  { holder: Array.prototype, path: "Array.prototype" },
];

/** Appends without asking for a setter of the index. */
function add<T>(list: T[], value: T): void {
  defineProperty(list, list.length, bare({ value, writable: true, enumerable: true, configurable: true })!);
}

/** A descriptor that inherits nothing. */
function bare(descriptor: PropertyDescriptor | undefined): PropertyDescriptor | undefined {
  return descriptor && assign(create(null) as PropertyDescriptor, descriptor);
}

function nameOf({ path, key }: Change["builtIn"]): string {
  return typeof key === "symbol" ? `${path}[${describeSymbol(key)}]` : `${path}.${String(key)}`;
}

function describeSymbol(symbol: symbol): string {
  return symbol.description ?? "a symbol";
}

function collect(): BuiltIn[] {
  return roots().flatMap(([path, holder]) =>
    ownKeys(holder).flatMap((key) => {
      const saved = bare(getOwnPropertyDescriptor(holder, key))!;
      const isFixed = saved.configurable === false && (!("value" in saved) || saved.writable === false);
      const name = nameOf({ holder, path, key });
      return isFixed || leftAlone.includes(name) ? [] : [{ holder, path, key, saved }];
    }),
  );
}

function roots(): [path: string, holder: object][] {
  const constructors = {
    Object, Function, Array, String, Number, Boolean, Symbol, BigInt, RegExp, Map, Set, WeakMap, WeakSet, WeakRef, Promise,
    ArrayBuffer, SharedArrayBuffer, DataView, Float32Array, Float64Array, Int32Array, Uint32Array, Int8Array, Uint8Array, Buffer,
    TypedArray: getPrototypeOf(Uint8Array) as typeof Uint8Array, AsyncLocalStorage, EventEmitter,
  }; // prettier-ignore
  return [
    ["Reflect", Reflect],
    ["JSON", JSON],
    ["Math", Math],
    ["Atomics", Atomics],
    ["Error.prototype", Error.prototype],
    ["%IteratorPrototype%", getPrototypeOf(iteratorOf([]))!],
    ["%ArrayIteratorPrototype%", iteratorOf([])],
    ["%MapIteratorPrototype%", iteratorOf(new Map())],
    ["%SetIteratorPrototype%", iteratorOf(new Set())],
    ["%StringIteratorPrototype%", iteratorOf("")],
    ["%RegExpStringIteratorPrototype%", getPrototypeOf("".matchAll(/./g))!],
    ["%GeneratorPrototype%", getPrototypeOf(Object.getPrototypeOf(function* () {})) as object],
    ...Object.entries(constructors).flatMap(([name, constructor]): [string, object][] => [
      [`${name}.prototype`, constructor.prototype as object],
      ...(name === "EventEmitter" ? [] : [[name, constructor] as [string, object]]),
    ]),
  ];
}

function iteratorOf(values: Iterable<unknown>): object {
  return getPrototypeOf(values[Symbol.iterator]())!;
}
