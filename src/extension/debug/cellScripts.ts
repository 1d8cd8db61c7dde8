import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import { Uri } from "vscode";
import type { SourceName } from "./translateSources.ts";

/** The files that stand for a notebook's cells while they are debugged (see kernel/debugging.ts), both ways. */
export class CellScripts {
  readonly #files = new Map<string, SourceName>();
  readonly #cells = new Map<string, SourceName>();

  /** @param cells addresses of the cells' documents, in the notebook's order. */
  constructor(folder: string, cells: readonly string[]) {
    cells.forEach((cell, index) => {
      const name = `${createHash("sha1").update(cell).digest("hex")}.js`;
      const path = join(folder, name);
      const notebook = basename(Uri.parse(cell).path);
      this.#files.set(normal(cell), { path, name });
      this.#cells.set(path, { path: cell, name: `${notebook}, cell ${index + 1}` });
    });
  }

  fileOf(cell: string): SourceName | undefined {
    return this.#files.get(normal(cell));
  }

  cellOf(file: string): SourceName | undefined {
    return this.#cells.get(file);
  }
}

/** The editor and its debugger write some characters of an address differently. */
function normal(address: string): string {
  return Uri.parse(address).toString();
}
