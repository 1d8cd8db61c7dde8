import { types } from "node:util";
import { framesOfError } from "./stackFormat.ts";

const missingGlobals: Record<string, string> = {
  Deno: "Cells run on Node, which has no Deno object: use Node's own modules (node:fs/promises for files, process.env for the environment), and display(value) for Deno.jupyter.",
  Bun: "Cells run on Node, which has no Bun object: use Node's own modules (node:fs/promises for files).",
  document: "Cells run on Node, which has no web page: show HTML with display.html(text).",
  window: "Cells run on Node, which has no browser window: use globalThis.",
  prompt: 'Cells ask with await input("prompt").',
  confirm: 'Cells ask with await input("prompt").',
  alert: "Cells show with console.log(text) or display(value).",
  __dirname: "Cells are ES modules: use import.meta.dirname.",
  __filename: "Cells are ES modules: use import.meta.filename.",
  module: "Cells are ES modules, and no other file imports one: call what is to run by its name.",
  exports: "Cells are ES modules: what a cell declares is there in later cells without being exported.",
  tslab: "The tslab module belongs to another kernel: use display(value) and display.html(text).",
};

const noted = new WeakMap<object, string>();

/** What was thrown by a cell that forbids errors to keep frames. */
export function noteFrameless(error: unknown): void {
  if (types.isNativeError(error) && framesOfError(error).length === 0)
    noted.set(error, "The cell has set Error.stackTraceLimit, so this error does not know its line.");
}

/** What a package threw while it was loaded: its own frames are not shown. Node's own errors name it already. */
export function noteLoading(error: unknown, packageName: string): unknown {
  if (types.isNativeError(error) && !("code" in error) && !noted.has(error))
    noted.set(error, `The package "${packageName}" threw this while it was loaded.`);
  return error;
}

/** One sentence that names the way out, for errors that a notebook of another kernel meets here. */
export function hintFor(error: Error): string | undefined {
  if (noted.has(error)) return noted.get(error);
  const constant = /^Cannot assign to read only property '(.*)' of object '#<Object>'$/.exec(
    error.message,
  )?.[1];
  if (constant !== undefined && isConstant(constant)) return `A cell declares "${constant}" as a constant.`;
  const name = /^(\w+) is not defined$/.exec(error.message)?.[1];
  return name !== undefined && Object.hasOwn(missingGlobals, name) ? missingGlobals[name] : undefined;
}

/** Constants of cells are properties of the global object that are read-only. */
function isConstant(name: string): boolean {
  return Object.getOwnPropertyDescriptor(globalThis, name)?.writable === false;
}
