import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import inspector from "node:inspector";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { CellSource } from "../protocol/messages.ts";

/**
 * What a debugger needs to find cells by file: while one is wanted, a port on the loopback address is open, and each
 * cell's script has the URL of a file that holds the very text that runs (debuggers compare the two).
 */
export class Debugging {
  private folder: string | undefined;

  /**
   * Opens the port; scripts that are run from now on lie in the folder.
   *
   * @returns the address for a debugger, a ws: URL with a secret in it.
   */
  open(folder: string): string | undefined {
    this.folder = folder;
    if (inspector.url() === undefined) inspector.open(0, "127.0.0.1");
    return inspector.url();
  }

  /** Closes the port, and waits until no debugger is attached. */
  close(): void {
    this.folder = undefined;
    inspector.close();
  }

  /** URL of a cell's script, undefined where nobody debugs. */
  urlOf(cell: CellSource): string | undefined {
    return this.folder === undefined ? undefined : pathToFileURL(this.fileOf(cell, this.folder)).href;
  }

  /** Writes what is about to run. */
  write(cell: CellSource, script: string): void {
    if (this.folder !== undefined) writeFileSync(this.fileOf(cell, this.folder), script);
  }

  private fileOf({ id }: CellSource, folder: string): string {
    return join(folder, `${createHash("sha1").update(id).digest("hex")}.js`);
  }
}
