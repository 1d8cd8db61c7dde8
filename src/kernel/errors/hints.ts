const missingGlobals: Record<string, string> = {
  Deno: "Cells run on Node, which has no Deno object: use Node's own modules (node:fs/promises for files, process.env for the environment).",
  Bun: "Cells run on Node, which has no Bun object: use Node's own modules (node:fs/promises for files).",
  document: "Cells run on Node, which has no web page: show HTML with display.html(text).",
  window: "Cells run on Node, which has no browser window: use globalThis.",
  tslab: "The tslab module belongs to another kernel: use display(value) and display.html(text).",
};

/** One sentence that names the way out, for errors that a notebook of another kernel meets here. */
export function hintFor(error: Error): string | undefined {
  const name = /^(\w+) is not defined$/.exec(error.message)?.[1];
  return name !== undefined && Object.hasOwn(missingGlobals, name) ? missingGlobals[name] : undefined;
}
