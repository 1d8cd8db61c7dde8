import { display } from "./display/display.ts";
import { input } from "./display/input.ts";
import { cellRequire } from "./modules/cellRequire.ts";
import { notebookFile } from "./modules/notebookFile.ts";

/** Globals that cells have beside Node's own; a cell may declare their names. */
export function installCellGlobals(): void {
  const globals = { display, input, require: cellRequire(notebookFile) };
  for (const [name, value] of Object.entries(globals))
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}
