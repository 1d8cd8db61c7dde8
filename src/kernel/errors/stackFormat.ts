import { types } from "node:util";
import type { StackFrame } from "../../protocol/messages.ts";
import { withBuiltIns } from "../builtins.ts";
import { callsOfText } from "./callsOfText.ts";
import { isInner, userFrame, userFrames, type UserFrame } from "./userFrames.ts";

const { defineProperty, getOwnPropertyDescriptor } = Reflect;
const framesOf = new WeakMap<object, UserFrame[]>();

type Format = NonNullable<typeof Error.prepareStackTrace>;

const cellFormat: Format = (error, callSites) => {
  try {
    return cellStack(error, callSites);
  } catch {
    return withBuiltIns(() => cellStack(error, callSites));
  }
};

function cellStack(error: Error, callSites: readonly NodeJS.CallSite[]): string {
  const frames = userFrames(callSites);
  framesOf.set(error, frames);
  return [headerOf(error), ...frames.map(frameLine)].join("\n");
}

/** The format in force. Code that sets one of its own gets it, until it takes it away again. */
let format = cellFormat;

const setFormat = (value: unknown): void =>
  void (format = typeof value === "function" ? safe(value as Format) : cellFormat);
const accessor = { configurable: true, get: () => format, set: setFormat };

/** What `Error` inherits: the same, for code that has deleted `Error.prepareStackTrace`. */
const inherited: object = Object.create(Function.prototype, {
  prepareStackTrace: {
    get: () => cellFormat,
    set(value: unknown) {
      setFormat(value);
      defineProperty(Error, "prepareStackTrace", accessor);
    },
  },
}) as object;

/** Makes every error's `stack` show the user's own frames only, as "at f (Cell 1, line 3)". */
export function installStackFormat(): void {
  defineProperty(Error, "prepareStackTrace", accessor);
  Object.setPrototypeOf(Error, inherited);
  keepFrames();
}

/** Whether errors that are made now keep any frames. */
export function keepsFrames(): boolean {
  const limit: unknown = getOwnPropertyDescriptor(Error, "stackTraceLimit")?.value;
  return typeof limit === "number" && limit >= 1;
}

/** Lets errors keep their frames again, where a cell has set another limit or deleted or defined the format anew. */
export function keepFrames(): void {
  // Both do nothing where a cell has locked the property.
  defineProperty(Error, "stackTraceLimit", { ...plain, value: 50 });
  const found = getOwnPropertyDescriptor(Error, "prepareStackTrace");
  if (found?.get === accessor.get) return;
  setFormat(found?.value);
  defineProperty(Error, "prepareStackTrace", accessor);
}

const plain = { configurable: true, enumerable: true, writable: true };

/** Runs the kernel's own code with a format that is given all calls, the inner ones too, whatever a cell has set. */
export function withFormat(wanted: Format, run: () => void): void {
  const limit = getOwnPropertyDescriptor(Error, "stackTraceLimit");
  keepFrames();
  const before = format;
  format = wanted;
  try {
    run();
  } finally {
    format = before;
    if (limit) defineProperty(Error, "stackTraceLimit", limit);
  }
}

const safeFormats = new WeakSet<Format>([cellFormat]);

/**
 * The frames are the kernel's to know under every format, and its own are nobody else's. Node ends the process when a
 * format throws.
 */
function safe(wanted: Format): Format {
  if (safeFormats.has(wanted)) return wanted;
  const result: Format = (error, callSites) => {
    const plain = cellFormat(error, callSites) as string;
    try {
      return wanted(
        error,
        callSites.filter((site) => !isInner(site)),
      ) as unknown;
    } catch {
      return plain;
    }
  };
  safeFormats.add(result);
  return result;
}

/** The user's frames of an error, innermost first; empty where it was made outside of the user's code. */
export function framesOfError(error: Error): UserFrame[] {
  let stack: unknown;
  try {
    stack = error.stack; // V8 formats a stack when it is first read.
  } catch {
    // The cell has put a getter of its own in its place.
  }
  return framesOf.get(error) ?? framesOfForeign(stack);
}

/** V8's own getter of an error's stack, where that is one (Node 24). */
const nativeStack = getOwnPropertyDescriptor(new Error("stack"), "stack")?.get;

/** As `framesOfError`, without running a getter of the error's or a format of the cell's. `header` is what its stack begins with. */
export function quietFrames(error: Error, header: string): UserFrame[] {
  const keep: Format = (of, callSites) => {
    framesOf.set(of, userFrames(callSites));
    return [header, ...framesOf.get(of)!.map(frameLine)].join("\n");
  };
  let stack: unknown;
  withFormat(keep, () => {
    const found = getOwnPropertyDescriptor(error, "stack"); // Before Node 24 this formats the stack.
    const isNative = found?.get !== undefined && found.get === nativeStack;
    stack = isNative ? nativeStack!.call(error) : (found?.value as unknown);
  });
  return framesOf.get(error) ?? (typeof stack === "string" ? framesOfForeign(stack) : []);
}

/** The user's frames in what another format has made of a stack: V8's own makes a text, many a cell's a list. */
function framesOfForeign(stack: unknown): UserFrame[] {
  if (Array.isArray(stack)) return userFrames(stack.filter(isCallSite));
  if (typeof stack !== "string") return [];
  return callsOfText(stack)
    .map(userFrame)
    .filter((frame) => frame !== undefined);
}

function isCallSite(value: unknown): value is NodeJS.CallSite {
  return typeof value === "object" && value?.constructor.name === "CallSite";
}

/** Gives an error that was made elsewhere, or in a local file, the frames of the call in the cell, if it has none in cells. */
export function adoptFrames(error: unknown, caller: Error): unknown {
  const isForeign =
    types.isNativeError(error) && framesOfError(error).every(({ cell }) => cell === undefined);
  return isForeign ? addFrames(error, caller) : error;
}

/** Puts the frame of an import before those of an error that no file has thrown. */
export function addImportFrame(error: unknown, frame: UserFrame): unknown {
  if (!types.isNativeError(error)) return error;
  const frames = framesOfError(error);
  if (frames.every(({ file }) => file === undefined)) framesOf.set(error, [frame, ...frames]);
  return error;
}

/** Adds the frames of the call in the user's code to the error's own. */
export function addFrames(error: unknown, caller: Error): unknown {
  if (types.isNativeError(error)) framesOf.set(error, [...framesOfError(error), ...framesOfError(caller)]);
  return error;
}

export function frameLine({ functionName, place, isAsync }: UserFrame): string {
  const prefix = isAsync ? "    at async " : "    at ";
  return prefix + (functionName === "" ? place : `${functionName} (${place})`);
}

/** The frames as they cross to the host. */
export function plainFrames(frames: readonly UserFrame[]): StackFrame[] {
  return frames.map(({ place: _place, isAsync: _isAsync, ...frame }) => frame);
}

export function headerOf(error: unknown): string {
  try {
    // Error.captureStackTrace takes any object, and console.trace uses that.
    return error instanceof Error ? String(error) : Error.prototype.toString.call(error);
  } catch {
    return "Error";
  }
}
