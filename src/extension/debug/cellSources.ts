import { basename, join } from "node:path";
import { Uri } from "vscode";
import type { SourceName } from "./translateSources.ts";

/** A cell's document and the name of the file that stands for its text (see kernel/debugging.ts). */
export interface CellFile {
  readonly cell: string;
  readonly file: string;
}

/** The files that stand for a notebook's cells while they are debugged, both ways. */
export class CellSources {
  readonly #files = new Map<string, SourceName>();
  readonly #cells = new Map<string, SourceName>();

  /** @param cells in the notebook's order. */
  constructor(folder: string, cells: readonly CellFile[]) {
    cells.forEach(({ cell, file }, index) => {
      const notebook = basename(Uri.parse(cell).path);
      this.#files.set(normal(cell), { path: join(folder, file), name: file });
      this.#cells.set(file, { path: cell, name: `${notebook}, cell ${index + 1}` });
    });
  }

  fileOf(cell: string): SourceName | undefined {
    return this.#files.get(normal(cell));
  }

  // By its name alone, which is unique: sides write a drive's letter differently.
  cellOf(path: string): SourceName | undefined {
    return this.#cells.get(basename(path));
  }
}

/** The editor and its debugger write some characters of an address differently. */
function normal(address: string): string {
  return Uri.parse(address).toString();
}
