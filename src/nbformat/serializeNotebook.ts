import type { Notebook } from "./notebook.ts";

/** How a notebook's JSON text is laid out. */
export interface NotebookStyle {
  /** What one level is indented by; empty for JSON on one line. */
  indent: string;
  finalNewline: boolean;
}

/** Jupyter's own layout. */
export const jupyterStyle: NotebookStyle = { indent: " ", finalNewline: true };

/** The layout of a notebook's text, so that writing it back changes no other line. */
export function notebookStyle(text: string): NotebookStyle {
  const indent = /^\uFEFF?\s*\{\r?\n([ \t]+)"/.exec(text)?.[1] ?? "";
  return { indent, finalNewline: /\n$/.test(text) };
}

/** The text of an .ipynb file. Keys stay in their order; nothing is added or left out. */
export function serializeNotebook(notebook: Notebook, style: NotebookStyle = jupyterStyle): string {
  return JSON.stringify(notebook, null, style.indent) + (style.finalNewline ? "\n" : "");
}
