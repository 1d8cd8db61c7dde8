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
    set: (value: unknown) => void (format = typeof value === "function" ? (value as Format) : cellFormat),
  });
  Error.stackTraceLimit = 50;
}

/** The user's frames of an error, innermost first; empty where it was made outside of the user's code. */
export function framesOfError(error: Error): UserFrame[] {
  void error.stack; // V8 formats a stack when it is first read.
  return framesOf.get(error) ?? [];
}

/** Gives an error that was made elsewhere the frames of the call in the user's code, if it has none of its own. */
export function adoptFrames(error: unknown, caller: Error): unknown {
  if (error instanceof Error && framesOfError(error).length === 0) framesOf.set(error, framesOfError(caller));
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
