import { readFile, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Files } from "../core/files.ts";
import { notebookFile } from "./modules/notebookFile.ts";

/** The core's way to files: relative paths start at the notebook, wherever a cell has gone with process.chdir. */
export const notebookFiles: Files = {
  read: (path) => readFile(fromNotebook(path)),
  write: (path, bytes) => writeFile(fromNotebook(path), bytes),
};

function fromNotebook(path: string): string {
  return resolve(dirname(notebookFile), path);
}
