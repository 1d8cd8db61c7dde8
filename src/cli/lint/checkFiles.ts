import { stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { type FileOutcome, type FileTask, checkFile } from "./fileCheck.ts";
import { loadLinter } from "./loadLinter.ts";
import { NeighbourFiles } from "./neighbourFiles.ts";
import { checkInThreads } from "./threads.ts";

/** Text that one thread has checked before another one would have started: about 10,000 lines. */
const bytesPerThread = 400_000;
/** Each thread holds grammars and a heap of its own, about 80 MB. */
const mostThreads = 4;

/** Checks files in this thread, or in several where there is enough to do. The outcomes are in the order of the tasks. */
export async function checkFiles(
  tasks: readonly FileTask[],
  dist: string,
  cores = availableParallelism(),
): Promise<FileOutcome[]> {
  const threads = Math.min(cores, mostThreads, Math.floor((await totalBytes(tasks)) / bytesPerThread));
  if (threads > 1) return checkInThreads(tasks, dist, threads);
  if (tasks.length === 0) return [];
  const linter = await loadLinter(dist);
  const neighbours = new NeighbourFiles();
  return tasks.map((task) => checkFile(linter, task, neighbours));
}

async function totalBytes(tasks: readonly FileTask[]): Promise<number> {
  const sizes = await Promise.all(
    tasks.map(({ path }) =>
      stat(path).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
