// The objects whose functions the kernel, the core and their packages call, and that cells can reach.
import { AsyncLocalStorage, AsyncResource, createHook } from "node:async_hooks";
import { ChildProcess } from "node:child_process";
import { EventEmitter } from "node:events";
import type fs from "node:fs";
import { Session } from "node:inspector";
import { createRequire } from "node:module";
import { Socket } from "node:net";
import type path from "node:path";
import { Duplex, Readable, Stream, Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { Script } from "node:vm";
import { MessagePort, Worker } from "node:worker_threads";

/** An object, and how a message names it: "Array.prototype". */
export interface Holder {
  readonly path: string;
  readonly holder: object;
  /** Where only some of its properties count. */
  readonly keys?: readonly PropertyKey[];
}

/** Symbol and BigInt cannot be constructed. */
interface Constructor {
  readonly prototype: unknown;
}

const { getPrototypeOf } = Object;
const listening = ["on", "once", "off", "addListener", "removeListener", "listeners"];
const hasInstance = [Symbol.hasInstance];
/** Read from options, descriptors and arguments, these would be taken for what their objects hold themselves. */
const neverInherited = [
  ...["get", "set", "value", "writable", "enumerable", "configurable", "then", "toJSON", "params"],
  ...[Symbol.match, Symbol.matchAll, Symbol.replace, Symbol.search, Symbol.split, Symbol.isConcatSpreadable],
];

const constructors = {
  Object, Function, Array, String, Number, Boolean, Symbol, BigInt, RegExp, Map, Set, WeakMap, WeakSet, WeakRef, Promise,
  ArrayBuffer, SharedArrayBuffer, DataView, Float32Array, Float64Array, Int32Array, Uint32Array, Int16Array, Uint16Array, Int8Array,
  Uint8Array, BigInt64Array, BigUint64Array, Buffer, TypedArray: getPrototypeOf(Uint8Array) as typeof Uint8Array, AsyncLocalStorage,
}; // prettier-ignore

/** Objects that have prototypes of their own to call, and nothing else. */
const classes = {
  EventEmitter, Stream, Readable, Writable, Duplex, Socket, StringDecoder, Session, Script, Worker, MessagePort, ChildProcess,
  AsyncResource, EventTarget, URL, TextDecoder, TextEncoder, FinalizationRegistry,
}; // prettier-ignore

/** Whose properties are put back when a cell has ended. */
export function keptObjects(): Holder[] {
  return [
    ...Object.entries({ Reflect, JSON, Math, Atomics, "Error.prototype": Error.prototype }).map(named),
    { path: "process", holder: process, keys: ["emit", "nextTick"] },
    { path: "Error", holder: Error, keys: ["captureStackTrace"] },
    { path: "stream", holder: Stream },
    ...iterators(),
    ...Object.entries<Constructor>(constructors).flatMap(([name, constructor]) => [
      { path: `${name}.prototype`, holder: constructor.prototype as object },
      { path: name, holder: constructor as object },
    ]),
    ...Object.entries<Constructor>(classes).map(prototype),
    ...timers(),
    ...webAssembly(),
    { path: "AsyncHook.prototype", holder: getPrototypeOf(createHook({})) as object },
  ];
}

/** Whose properties are put back for the kernel's own steps only: packages extend and replace them on purpose. */
export function lentObjects(): Holder[] {
  // The modules themselves: the kernel imports copies (see scripts/copiedModules.js), but Node's functions call each other.
  const require = createRequire(process.execPath);
  const { posix, win32 } = require("node:path") as typeof path;
  return [
    { path: "Module", holder: require("node:module") as object },
    { path: "fs", holder: require("node:fs") as typeof fs },
    { path: "path.posix", holder: posix },
    { path: "path.win32", holder: win32 },
  ];
}

/** What these objects must not hold. */
export function neverHeld(): Holder[] {
  return [
    { path: "Object.prototype", holder: Object.prototype, keys: neverInherited },
    { path: "Array.prototype", holder: Array.prototype, keys: neverInherited },
    { path: "process", holder: process, keys: listening },
    ...Object.entries({ ...constructors, Error }).map(([path, holder]) => ({
      path,
      holder,
      keys: hasInstance,
    })),
  ];
}

const named = ([path, holder]: [string, object]): Holder => ({ path, holder });

const prototype = ([name, { prototype }]: [string, Constructor]): Holder => ({
  path: `${name}.prototype`,
  holder: prototype as object,
});

function iterators(): Holder[] {
  const iteratorOf = (values: Iterable<unknown>): object =>
    getPrototypeOf(values[Symbol.iterator]()) as object;
  const instancesOf = (generator: object): object =>
    (getPrototypeOf(generator) as { prototype: object }).prototype;
  return Object.entries({
    "%IteratorPrototype%": getPrototypeOf(iteratorOf([])) as object,
    "%ArrayIteratorPrototype%": iteratorOf([]),
    "%MapIteratorPrototype%": iteratorOf(new Map()),
    "%SetIteratorPrototype%": iteratorOf(new Set()),
    "%StringIteratorPrototype%": iteratorOf(""),
    "%RegExpStringIteratorPrototype%": getPrototypeOf("".matchAll(/./g)) as object,
    "%GeneratorPrototype%": instancesOf(function* () {}),
    "%AsyncGeneratorPrototype%": instancesOf(async function* () {}),
  }).map(named);
}

function timers(): Holder[] {
  const [timeout, immediate] = [setTimeout(() => undefined), setImmediate(() => undefined)];
  clearTimeout(timeout);
  clearImmediate(immediate);
  return [
    { path: "Timeout.prototype", holder: getPrototypeOf(timeout) as object },
    { path: "Immediate.prototype", holder: getPrototypeOf(immediate) as object },
  ];
}

// Neither ES nor Node's types declare it.
function webAssembly(): Holder[] {
  const all = Reflect.get(globalThis, "WebAssembly") as
    Record<"Memory" | "Instance", Constructor> | undefined;
  if (all === undefined) return [];
  const { Memory, Instance } = all;
  return [
    { path: "WebAssembly", holder: all },
    ...Object.entries<Constructor>({ "WebAssembly.Memory": Memory, "WebAssembly.Instance": Instance }).map(
      prototype,
    ),
  ];
}
