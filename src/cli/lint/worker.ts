// A thread of `tokenwise lint`: gets files, gives their outcomes in the same order.
import { parentPort, workerData } from "node:worker_threads";
import { type FileTask, checkFile } from "./fileCheck.ts";
import { loadLinter } from "./loadLinter.ts";

const linter = await loadLinter((workerData as { dist: string }).dist);
parentPort!.on("message", (tasks: FileTask[]) =>
  parentPort!.postMessage(tasks.map((task) => checkFile(linter, task))),
);
