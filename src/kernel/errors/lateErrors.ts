import { inspect } from "node:util";
import { inspectOptions } from "../console.ts";
import { currentExecution } from "../execution.ts";
import { describeError, isError } from "./cellError.ts";

/** Events of the process that the kernel hears whatever listeners cells add and remove. */
type Heard = Record<string, (argument: unknown) => void>;

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
    exit: (code) => onExit(Number(code)),
  };
  // Node emits its events through this method, which no cell removes by chance as it does listeners.
  const emit = process.emit.bind(process) as (event: string | symbol, ...rest: unknown[]) => boolean;
  const emitHeard = (event: string | symbol, ...rest: unknown[]): boolean => {
    if (typeof event !== "string" || !Object.hasOwn(heard, event)) return emit(event, ...rest);
    heard[event]!(rest[0]);
    tellListeners(() => emit(event, ...rest));
    return true;
  };
  Object.defineProperty(process, "emit", { value: emitHeard, configurable: true, writable: true });
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
