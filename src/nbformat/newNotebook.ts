import type { Cell, JsonObject, Notebook } from "./notebook.ts";
import { splitText } from "./multilineText.ts";

/** Metadata of a notebook for our kernel, as Jupyter expects it. */
export function typescriptMetadata(): JsonObject {
  return {
    kernelspec: { name: "tokenwise", display_name: "Tokenwise (TypeScript)", language: "typescript" },
    language_info: { name: "typescript", file_extension: ".ts", mimetype: "text/x-typescript" },
  };
}

/** A valid notebook of nbformat 4.5 for our kernel; each cell needs an id of its own. */
export function newNotebook(cells: Cell[]): Notebook {
  return { nbformat: 4, nbformat_minor: 5, metadata: typescriptMetadata(), cells };
}

export function codeCell(id: string, source: string): Cell {
  return {
    cell_type: "code",
    id,
    metadata: {},
    source: splitText(source),
    outputs: [],
    execution_count: null,
  };
}

export function markdownCell(id: string, source: string): Cell {
  return { cell_type: "markdown", id, metadata: {}, source: splitText(source) };
}
