import { types } from "node:util";
import type { StackFrame } from "../../protocol/messages.ts";
import { userFrames, type UserFrame } from "./userFrames.ts";

const framesOf = new WeakMap<object, UserFrame[]>();

type Format = NonNullable<typeof Error.prepareStackTrace>;

const cellFormat: Format = (error, callSites) => {
  const frames = userFrames(callSites);
  framesOf.set(error, frames);
  return [headerOf(error), ...frames.map(frameLine)].join("\n");
};

/**
 * Makes every error's `stack` show the user's own frames only, as "at f (Cell 1, line 3)". Code that sets a format of
 * its own gets it, until it takes it away again.
 */
export function installStackFormat(): void {
  let format = cellFormat;
  Object.defineProperty(Error, "prepareStackTrace", {
    configurable: true,
    get: () => format,
    set: (value: unknown) => void (format = typeof value === "function" ? safe(value as Format) : cellFormat),
  });
  keepFrames();
}

/** Lets errors keep their frames again, where a cell has set another limit. */
export function keepFrames(): void {
  Reflect.set(Error, "stackTraceLimit", 50); // Throws nothing where a cell has locked it.
}

const safeFormats = new WeakSet<Format>([cellFormat]);

/** The frames are the kernel's to know under every format, and Node ends the process when a format throws. */
function safe(format: Format): Format {
  if (safeFormats.has(format)) return format;
  const result: Format = (error, callSites) => {
    const plain = cellFormat(error, callSites) as string;
    try {
      return format(error, callSites) as unknown;
    } catch {
      return plain;
    }
  };
  safeFormats.add(result);
  return result;
}

/** The user's frames of an error, innermost first; empty where it was made outside of the user's code. */
export function framesOfError(error: Error): UserFrame[] {
  try {
    void error.stack; // V8 formats a stack when it is first read.
  } catch {
    // The cell has put a getter of its own in its place.
  }
  return framesOf.get(error) ?? [];
}

/** Gives an error that was made elsewhere the frames of the call in the user's code, if it has none of its own. */
export function adoptFrames(error: unknown, caller: Error): unknown {
  if (types.isNativeError(error) && framesOfError(error).length === 0)
    framesOf.set(error, framesOfError(caller));
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
