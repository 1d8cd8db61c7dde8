import { ChildProcess } from "node:child_process";
import { identityOf, type ProcessIdentity } from "../processes/processTable.ts";
import { ownStdio } from "./printedPast.ts";

interface Starter {
  spawn(this: ChildProcess, options: unknown): unknown;
}

/**
 * Calls `listener` for each child that a cell starts and does not wait for, at once. Those that were to share the kernel's
 * stdout and stderr get some of their cell's.
 */
export function watchChildren(listener: (child: ProcessIdentity) => void): void {
  const starter = ChildProcess.prototype as unknown as Starter;
  const { spawn } = starter;
  starter.spawn = function (options) {
    if (typeof options === "object" && options !== null && "stdio" in options)
      options.stdio = ownStdio(options.stdio);
    const result = Reflect.apply(spawn, this, [options]) as unknown;
    const child = this.pid === undefined ? undefined : identityOf(this.pid);
    if (child) listener(child);
    return result;
  };
}
