import { inspect } from "node:util";
import { inspectOptions } from "../console.ts";
import { currentExecution } from "../execution.ts";
import { describeError, isError } from "./cellError.ts";

/**
 * Writes errors in timers and rejections that nobody handles to stderr of the cell that caused them. The kernel lives on,
 * and no cell fails by them.
 */
export function reportLateErrors(): void {
  listen();
  // A cell that removes all listeners means its own.
  const removeAllListeners = process.removeAllListeners.bind(process);
  process.removeAllListeners = (...event: [] | [string | symbol]) => {
    removeAllListeners(...(event as [string]));
    listen();
    return process;
  };
}

const listeners = {
  uncaughtException: (error: unknown) => report("Uncaught", error),
  unhandledRejection: (reason: unknown) => report("Unhandled rejection:", reason),
};

function listen(): void {
  for (const [event, listener] of Object.entries(listeners))
    if (!process.listeners(event as "exit").includes(listener)) process.on(event, listener);
}

function report(title: string, thrown: unknown): void {
  const text = isError(thrown) ? describeError(thrown) : inspect(thrown, inspectOptions);
  currentExecution()?.write("stderr", `${title} ${text}\n`);
}
