// What the kernel's bundles use instead of the bare globals (esbuild injects this file): a cell may declare any global's
// name, and every later read of the bare name would find the cell's value. Read once, before the first cell runs; a name
// that a bundle reads and this file lacks is found by test/kernel/globals.test.ts.
const realm: typeof globalThis = globalThis;
export { realm as globalThis };

export const Object = realm.Object;
export const Function = realm.Function;
export const Array = realm.Array;
export const String = realm.String;
export const Number = realm.Number;
export const Boolean = realm.Boolean;
export const Symbol = realm.Symbol;
export const BigInt = realm.BigInt;
export const Math = realm.Math;
export const JSON = realm.JSON;
export const Date = realm.Date;
export const RegExp = realm.RegExp;
export const Map = realm.Map;
export const Set = realm.Set;
export const WeakMap = realm.WeakMap;
export const WeakSet = realm.WeakSet;
export const WeakRef = realm.WeakRef;
export const FinalizationRegistry = realm.FinalizationRegistry;
export const Promise = realm.Promise;
export const Proxy = realm.Proxy;
export const Reflect = realm.Reflect;
export const Intl = realm.Intl;
export const Atomics = realm.Atomics;
export const WebAssembly: unknown = Reflect.get(realm, "WebAssembly");

export const Error = realm.Error;
export const AggregateError = realm.AggregateError;
export const EvalError = realm.EvalError;
export const RangeError = realm.RangeError;
export const ReferenceError = realm.ReferenceError;
export const SyntaxError = realm.SyntaxError;
export const TypeError = realm.TypeError;
export const URIError = realm.URIError;

export const ArrayBuffer = realm.ArrayBuffer;
export const SharedArrayBuffer = realm.SharedArrayBuffer;
export const DataView = realm.DataView;
export const Int8Array = realm.Int8Array;
export const Uint8Array = realm.Uint8Array;
export const Uint8ClampedArray = realm.Uint8ClampedArray;
export const Int16Array = realm.Int16Array;
export const Uint16Array = realm.Uint16Array;
export const Int32Array = realm.Int32Array;
export const Uint32Array = realm.Uint32Array;
export const BigInt64Array = realm.BigInt64Array;
export const BigUint64Array = realm.BigUint64Array;
export const Float32Array = realm.Float32Array;
export const Float64Array = realm.Float64Array;

export const isNaN = realm.isNaN;
export const isFinite = realm.isFinite;
export const parseInt = realm.parseInt;
export const parseFloat = realm.parseFloat;
export const unescape: unknown = Reflect.get(realm, "unescape");
export const encodeURI = realm.encodeURI;
export const decodeURI = realm.decodeURI;
export const encodeURIComponent = realm.encodeURIComponent;
export const decodeURIComponent = realm.decodeURIComponent;

export const process = realm.process;
export const console = realm.console;
const { performance: clock } = realm;
/** A cell may replace the clock, to test with it. */
export const performance = { now: clock.now.bind(clock) };
export const Buffer = realm.Buffer;
export const URL = realm.URL;
export const TextEncoder = realm.TextEncoder;
export const TextDecoder = realm.TextDecoder;
export const EventTarget = realm.EventTarget;
export const AbortController = realm.AbortController;
export const setTimeout = realm.setTimeout;
export const clearTimeout = realm.clearTimeout;
export const setInterval = realm.setInterval;
export const clearInterval = realm.clearInterval;
export const setImmediate = realm.setImmediate;
export const clearImmediate = realm.clearImmediate;
export const queueMicrotask = realm.queueMicrotask;
export const structuredClone = realm.structuredClone;
