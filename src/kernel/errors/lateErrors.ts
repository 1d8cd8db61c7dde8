import { inspect } from "node:util";
import { inspectOptions } from "../console.ts";
import { withBuiltIns } from "../builtins.ts";
import { currentExecution } from "../execution.ts";
import { describeError, isError } from "./cellError.ts";

// Taken before any cell runs.
const { hasOwn } = Object;
const { apply } = Reflect;

type Emit = (...args: unknown[]) => boolean;

/** Events of the process that the kernel hears whatever listeners cells add and remove. */
type Heard = Record<string, (argument: unknown) => unknown>;

/**
 * Writes errors in timers and rejections that nobody handles to stderr of the cell that caused them: the kernel lives on,
 * and no cell fails by them. A cell's own listeners are called too.
 *
 * @param onExit hears that the process exits, and its code.
 */
export function reportLateErrors(onExit: (code: number) => void): void {
  const heard: Heard = {
    uncaughtException: (error) => report("Uncaught", error),
    unhandledRejection: (reason) => report("Unhandled rejection:", reason),
    // A cell may emit it too.
    exit: (code) => (process as { _exiting?: boolean })._exiting && onExit(Number(code)),
  };
  const native = process.emit.bind(process) as Emit;
  /** Packages put their own in its place, which call the one before: then Node's is called. */
  let emit = native;
  let within: unknown;
  // No spreading: that asks the arrays' iterator, which may be a cell's.
  const emitHeard: Emit = (...args) => {
    const event = args[0];
    const argument = args[1];
    if (event === within) return apply(native, undefined, args);
    const outer = within;
    within = event;
    try {
      if (typeof event !== "string" || !hasOwn(heard, event)) return apply(emit, undefined, args);
      withBuiltIns(() => heard[event]!(argument));
      tellListeners(() => apply(emit, undefined, args));
      return true;
    } finally {
      within = outer;
    }
  };
  // Node emits its events through this method.
  const set = (value: unknown): void => void (emit = typeof value === "function" ? (value as Emit) : native);
  Object.defineProperty(process, "emit", { get: () => emitHeard, set, configurable: true });
}

/** What a listener of a cell throws here would end the process. */
function tellListeners(emit: () => void): void {
  try {
    emit();
  } catch (error) {
    report("Uncaught", error);
  }
}

function report(title: string, thrown: unknown): void {
  currentExecution()?.write("stderr", `${title} ${textOf(thrown)}\n`);
}

/** An error here would end the process: the value's own code may throw. */
function textOf(thrown: unknown): string {
  try {
    return isError(thrown) ? describeError(thrown) : inspect(thrown, inspectOptions);
  } catch {
    return "a value that cannot be shown";
  }
}
