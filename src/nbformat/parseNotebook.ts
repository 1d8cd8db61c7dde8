import { isJsonObject, type Cell, type Json, type JsonObject, type Notebook } from "./notebook.ts";

/** The text is no notebook of nbformat 4; the message is one sentence that says why. */
export class NotebookFormatError extends Error {
  override readonly name = "NotebookFormatError";
}

const cellTypes = ["code", "markdown", "raw"];

/**
 * Reads the text of an .ipynb file (nbformat 4). Everything unknown stays on the returned object, so that
 * `serializeNotebook` writes it back.
 *
 * @throws NotebookFormatError when the text is not JSON or not a notebook of nbformat 4.
 */
export function parseNotebook(text: string): Notebook {
  const root = parseRoot(text);
  root.cells.forEach((cell, index) => checkOutputs(readCell(cell, index), cellName(index)));
  return root as unknown as Notebook;
}

/** What can be read of a notebook: each cell, or why it cannot be read. */
export interface ReadableNotebook {
  readonly metadata: JsonObject;
  readonly cells: readonly (Cell | NotebookFormatError)[];
}

/**
 * Reads as many cells of a notebook as have a kind and a source; their outputs may be anything.
 *
 * @throws NotebookFormatError when the text is not a notebook of nbformat 4, or none of its cells can be read.
 */
export function parseReadableCells(text: string): ReadableNotebook {
  const root = parseRoot(text);
  const cells = root.cells.map((cell, index) => {
    try {
      return readCell(cell, index);
    } catch (error) {
      if (error instanceof NotebookFormatError) return error;
      throw error;
    }
  });
  const [first] = cells;
  if (first instanceof NotebookFormatError && cells.every((cell) => cell instanceof NotebookFormatError))
    throw first;
  return { metadata: root.metadata, cells };
}

function parseRoot(text: string): JsonObject & { metadata: JsonObject; cells: Json[] } {
  const root = parseJson(text);
  if (!isJsonObject(root)) throw new NotebookFormatError("Not a notebook: the file holds no JSON object.");
  checkVersion(root);
  if (!Array.isArray(root["cells"]))
    throw new NotebookFormatError('Not a notebook: it has no list of "cells".');
  if (!isJsonObject(root["metadata"])) root["metadata"] = {};
  return root as JsonObject & { metadata: JsonObject; cells: Json[] };
}

function parseJson(text: string): Json {
  const json = text.startsWith("\uFEFF") ? text.slice(1) : text;
  if (json.trim() === "") throw new NotebookFormatError("Not a notebook: the file is empty.");
  try {
    return JSON.parse(json) as Json;
  } catch (error) {
    throw new NotebookFormatError(`Not a notebook: the file is not JSON (${(error as Error).message}).`);
  }
}

function checkVersion(root: JsonObject): void {
  const version = root["nbformat"];
  if (typeof version !== "number")
    throw new NotebookFormatError('Not a notebook: it has no "nbformat" number.');
  if (version !== 4)
    throw new NotebookFormatError(
      `The notebook is of nbformat ${version}, and only nbformat 4 can be read: open it in Jupyter and save it again.`,
    );
  root["nbformat_minor"] ??= 0;
}

function readCell(cell: Json, index: number): Cell {
  const name = cellName(index);
  if (!isJsonObject(cell)) throw new NotebookFormatError(`${name} of the notebook is no JSON object.`);
  if (typeof cell["cell_type"] !== "string" || !cellTypes.includes(cell["cell_type"]))
    throw new NotebookFormatError(`${name} of the notebook is neither code, markdown nor raw.`);
  if (!isText(cell["source"])) throw new NotebookFormatError(`${name} of the notebook has no source text.`);
  if (!isJsonObject(cell["metadata"])) cell["metadata"] = {};
  return cell as unknown as Cell;
}

const cellName = (index: number): string => `Cell ${index + 1}`;

function checkOutputs(cell: Cell, name: string): void {
  if (cell.cell_type !== "code") return;
  const outputs: unknown = (cell.outputs ??= []);
  if (!Array.isArray(outputs) || !outputs.every(isJsonObject))
    throw new NotebookFormatError(`${name} of the notebook has outputs that are no list of objects.`);
}

function isText(value: Json | undefined): boolean {
  return (
    typeof value === "string" ||
    (Array.isArray(value) && value.every((line: Json) => typeof line === "string"))
  );
}
