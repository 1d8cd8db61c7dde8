import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { ProcessIdentity } from "../../processes/processTable.ts";
import { pipes } from "../channel.ts";

/** Main thread to watchdog: the stop of this execution has been seen. */
export interface StopSeen {
  execution: number;
}

/** Main thread to watchdog: a cell has started this process. */
export interface ChildStarted {
  child: ProcessIdentity;
}

/** Watchdog to main thread: the waiting of this execution has to end. */
export interface StopRequest {
  execution: number;
  /** Whether its code was terminated just now; else nothing of it ran. */
  isTerminated: boolean;
}

type Listener = () => void;

/** Ends the waiting for cells that were stopped. The stopping itself is the watchdog's (see watchdog.ts). */
export class Stops {
  private readonly stopped = new Set<number>();
  private readonly listeners = new Map<number, Listener>();
  private readonly worker: Worker;

  constructor() {
    this.worker = new Worker(join(__dirname, "watchdog.cjs"), {
      workerData: { pipe: pipes.watchdog, kernel: pathToFileURL(__filename).href },
    });
    this.worker.on("message", ({ execution, isTerminated }: StopRequest) => {
      const seen: StopSeen = { execution };
      this.worker.postMessage(seen);
      if (isTerminated) this.stopFrame(execution);
      else this.stop(execution);
    });
    this.worker.unref();
  }

  /** Resolves when this execution was stopped, also when that was before it began. */
  whenStopped(execution: number): Promise<void> {
    if (this.stopped.has(execution)) return Promise.resolve();
    return new Promise((resolve) => this.listeners.set(execution, resolve));
  }

  forget(execution: number): void {
    this.listeners.delete(execution);
    this.stopped.delete(execution);
  }

  isStopped(execution: number): boolean {
    return this.stopped.has(execution);
  }

  /** Has the watchdog end this process of a cell too when the host is gone. */
  rememberChild(child: ProcessIdentity): void {
    const message: ChildStarted = { child };
    this.worker.postMessage(message);
  }

  /** Called by the watchdog on the call frame that it terminates next. */
  stopFrame(execution: number): void {
    unwindAsyncStack();
    this.stop(execution);
  }

  /** Ends the waiting of an execution of which nothing runs. */
  stop(execution: number): void {
    this.stopped.add(execution);
    // In a turn of its own: nothing that the terminated frame has queued may be needed.
    setImmediate(() => this.listeners.get(execution)?.());
  }
}

interface LegacyProcess {
  _fatalException?(error: unknown): boolean;
}

/**
 * Empties Node's stack of async ids. Termination skips the hooks that would pop it, and where async hooks are on (as
 * AsyncLocalStorage needs them before Node 24) Node aborts when it finds the stack unbalanced. The handler of uncaught
 * exceptions empties it, and the capture callback keeps that from anybody's sight.
 */
function unwindAsyncStack(): void {
  const { _fatalException } = process as LegacyProcess;
  if (!_fatalException || process.hasUncaughtExceptionCaptureCallback()) return;
  process.setUncaughtExceptionCaptureCallback(() => undefined);
  _fatalException(undefined);
  process.setUncaughtExceptionCaptureCallback(null);
}
