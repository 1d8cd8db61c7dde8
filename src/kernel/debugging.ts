import { createHash, randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import inspector from "node:inspector";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CellSource, DebuggerPort } from "../protocol/messages.ts";
import { encodeMappings } from "./compile/mappings.ts";
import { begunExecutions, type Execution } from "./execution.ts";

/**
 * What a debugger needs to find cells by file: while one is wanted, a port on the loopback address is open, and for each
 * run of a cell there are files with its text and its source map. Scripts name their map from the start, so that a
 * debugger knows the cells too that have run before it came.
 */
export class Debugging {
  /** Exists only while a debugger is wanted. */
  private readonly folder = join(tmpdir(), `tokenwise-cells-${randomBytes(16).toString("hex")}`);
  private isOpen = false;

  open(cells: readonly CellSource[]): DebuggerPort | undefined {
    this.isOpen = true;
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    for (const execution of begunExecutions()) this.write(execution);
    if (inspector.url() === undefined) inspector.open(0, "127.0.0.1");
    const address = inspector.url();
    return address === undefined ? undefined : { address, folder: this.folder, files: cells.map(sourceName) };
  }

  /** Closes the port, and waits until no debugger is attached. */
  close(): void {
    this.isOpen = false;
    inspector.close();
  }

  /** URL of the source map of a run's script. */
  mapOf({ number }: Execution): string {
    return this.urlOf(`${number}.map`);
  }

  /** Tells a debugger of a run that has been compiled and is about to begin. */
  began(execution: Execution): void {
    if (this.isOpen) this.write(execution);
  }

  private write({ number, cell, mapPlace }: Execution): void {
    if (mapPlace.mappings === undefined) return; // It could not be compiled.
    const name = sourceName(cell);
    const map = {
      version: 3,
      sources: [this.urlOf(name)],
      names: [],
      mappings: encodeMappings(mapPlace.mappings()),
    };
    writeFileSync(join(this.folder, name), cell.code);
    writeFileSync(join(this.folder, `${number}.map`), JSON.stringify(map));
  }

  private urlOf(name: string): string {
    return pathToFileURL(join(this.folder, name)).href;
  }
}

/** The same for all runs of a cell with one text. */
function sourceName({ id, code, language }: CellSource): string {
  const hash = createHash("sha256").update(`${id}\n${code}`).digest("hex").slice(0, 40);
  return `${hash}.${language === "javascript" ? "js" : "ts"}`;
}
