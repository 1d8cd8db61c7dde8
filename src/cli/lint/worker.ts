// A thread of `tokenwise lint`: gets files, gives their outcomes in the same order.
import { parentPort, workerData } from "node:worker_threads";
import { type FileTask, checkFile } from "./fileCheck.ts";
import { loadLinter } from "./loadLinter.ts";
import { NeighbourFiles } from "./neighbourFiles.ts";

const linter = await loadLinter((workerData as { dist: string }).dist);
const neighbours = new NeighbourFiles();
parentPort!.on("message", (tasks: FileTask[]) =>
  parentPort!.postMessage(tasks.map((task) => checkFile(linter, task, neighbours))),
);
