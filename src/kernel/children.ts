import { ChildProcess } from "node:child_process";

interface Starter {
  spawn(this: ChildProcess, options: unknown): unknown;
}

/** Calls `listener` with the process id of each child that a cell starts and does not wait for, at once. */
export function watchChildren(listener: (pid: number) => void): void {
  const starter = ChildProcess.prototype as unknown as Starter;
  const { spawn } = starter;
  starter.spawn = function (options) {
    const result = Reflect.apply(spawn, this, [options]) as unknown;
    if (this.pid !== undefined) listener(this.pid);
    return result;
  };
}
