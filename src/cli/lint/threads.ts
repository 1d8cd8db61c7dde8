import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { type FileOutcome, type FileTask, uncheckable } from "./fileCheck.ts";

/** Few enough that no thread is left with a long rest, enough that messages cost nothing. */
const filesPerMessage = 8;

interface Batch {
  readonly start: number;
  readonly tasks: readonly FileTask[];
}

/**
 * Checks files in several threads. Each takes the next few files when it is done with the last; the outcomes are in the
 * order of the tasks, whichever thread came first. A thread that dies costs the few files it was at.
 */
export async function checkInThreads(
  tasks: readonly FileTask[],
  dist: string,
  threads: number,
): Promise<FileOutcome[]> {
  const batches: Batch[] = [];
  for (let start = 0; start < tasks.length; start += filesPerMessage)
    batches.push({ start, tasks: tasks.slice(start, start + filesPerMessage) });
  const outcomes: FileOutcome[] = [];
  const next = (): Batch | undefined => batches.shift();
  const done = ({ start }: Batch, results: readonly FileOutcome[]): void =>
    results.forEach((result, index) => (outcomes[start + index] = result));
  await Promise.all(
    Array.from({ length: threads }, async () => {
      while (batches.length > 0) await useThread(dist, next, done);
    }),
  );
  return outcomes;
}

/** Runs one thread until nothing is left, or until it dies. */
function useThread(
  dist: string,
  next: () => Batch | undefined,
  done: (batch: Batch, results: readonly FileOutcome[]) => void,
): Promise<void> {
  const worker = new Worker(join(dist, "lintWorker.js"), { workerData: { dist } });
  let at: Batch | undefined;
  const goOn = (): void => {
    at = next();
    if (at) worker.postMessage(at.tasks);
    else void worker.terminate();
  };
  return new Promise((resolve) => {
    worker.on("message", (results: FileOutcome[]) => {
      done(at!, results);
      goOn();
    });
    worker.on("error", (error) => {
      if (at)
        done(
          at,
          at.tasks.map((task) => uncheckable(task, error.message)),
        );
    });
    worker.on("exit", () => resolve());
    goOn();
  });
}
