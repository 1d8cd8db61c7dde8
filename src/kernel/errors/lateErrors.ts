import { inspect } from "node:util";
import { inspectOptions } from "../console.ts";
import { currentExecution } from "../execution.ts";
import { describeError, isError } from "./cellError.ts";

/**
 * Writes errors in timers and rejections that nobody handles to stderr of the cell that caused them. The kernel lives on,
 * and no cell fails by them.
 */
export function reportLateErrors(): void {
  process.on("uncaughtException", (error: unknown) => report("Uncaught", error));
  process.on("unhandledRejection", (reason: unknown) => report("Unhandled rejection:", reason));
}

function report(title: string, thrown: unknown): void {
  const text = isError(thrown) ? describeError(thrown) : inspect(thrown, inspectOptions);
  currentExecution()?.write("stderr", `${title} ${text}\n`);
}
