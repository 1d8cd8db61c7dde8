import { send } from "./channel.ts";
import { endGroups } from "./console.ts";
import { relaxAsyncHooks } from "./evaluation/asyncStack.ts";
import { putBackBuiltIns } from "./evaluation/putBackBuiltIns.ts";
import type { Execution } from "./execution.ts";
import { printsFor } from "./printedPast.ts";

// Taken before any cell runs: a cell may put a clock of its own in its place.
const { now: clock } = Date;

export type Status = "ok" | "error" | "interrupted";

/**
 * Runs executions one after another. No promise leads from one to the next: terminating code drops all microtasks that
 * wait behind it, also the kernel's.
 */
export class ExecutionQueue {
  /** The execution that has begun last. */
  latest: Execution | undefined;
  private previous: Execution | undefined;
  /** When the latest began, by the clock that the watchdog reads too. */
  private latestBegan = 0;
  private readonly run: (execution: Execution) => Promise<Status>;
  private readonly waiting: Execution[] = [];
  /** Why executions that have not begun must not. */
  private readonly stopped = new Map<number, string>();
  private current: Execution | undefined;
  private beginning: NodeJS.Immediate | undefined;
  private start = 0;

  /** @param run must not reject; it may never resolve once the execution was stopped. */
  constructor(run: (execution: Execution) => Promise<Status>) {
    this.run = run;
  }

  add(execution: Execution): void {
    this.waiting.push(execution);
    this.next();
  }

  /** Whether this execution has begun and has not ended. */
  isRunning(number: number | null | undefined): number is number {
    return number !== undefined && number === this.current?.number && this.current === this.latest;
  }

  /** The execution that had begun last at this time, of the last two. */
  latestAt(time: number): Execution | undefined {
    return time <= this.latestBegan ? this.previous : this.latest;
  }

  hasEnded(number: number): boolean {
    return number <= (this.latest?.number ?? 0) && !this.isRunning(number);
  }

  /** Ends an execution of which nothing runs, also before it begins. */
  stop(number: number, message: string): void {
    if (this.isRunning(number)) this.interrupt(this.current!, message);
    else if (!this.hasEnded(number)) this.stopped.set(number, message);
  }

  /** Goes on after a termination: Node drops the immediates that wait behind one that is terminated. */
  resume(): void {
    clearImmediate(this.beginning);
    const { current } = this;
    // In a turn of its own, so that stopping the cell terminates nothing of the kernel's.
    if (current !== undefined && current !== this.latest)
      this.beginning = setImmediate(() => void this.begin(current));
  }

  private next(): void {
    if (this.current !== undefined) return;
    this.current = this.waiting.shift();
    this.resume();
  }

  // Awaits, because a cell may have put its own `then` on promises.
  private async begin(execution: Execution): Promise<void> {
    putBackBuiltIns();
    relaxAsyncHooks();
    this.previous = this.latest;
    this.latest = execution;
    this.latestBegan = clock();
    printsFor(execution.number);
    endGroups();
    this.start = performance.now();
    const message = this.stopped.get(execution.number);
    this.stopped.delete(execution.number);
    if (message !== undefined) this.interrupt(execution, message);
    else this.end(execution, await this.run(execution));
  }

  private interrupt(execution: Execution, message: string): void {
    const stack = `Interrupted: ${message}`;
    execution.show({ type: "error", name: "Interrupted", message, stack, frames: [] });
    this.end(execution, "interrupted");
  }

  private end(execution: Execution, status: Status): void {
    if (this.current !== execution) return; // It was stopped, or has ended just before it was.
    this.current = undefined;
    const milliseconds = performance.now() - this.start;
    send({ type: "done", execution: execution.number, status, milliseconds });
    this.next();
  }
}
