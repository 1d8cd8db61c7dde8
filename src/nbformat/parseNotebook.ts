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
  const root = parseJson(text);
  if (!isJsonObject(root)) throw new NotebookFormatError("Not a notebook: the file holds no JSON object.");
  checkVersion(root);
  if (!Array.isArray(root["cells"]))
    throw new NotebookFormatError('Not a notebook: it has no list of "cells".');
  root["cells"].forEach(checkCell);
  if (!isJsonObject(root["metadata"])) root["metadata"] = {};
  return root as unknown as Notebook;
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

function checkCell(cell: Json, index: number): void {
  const name = `Cell ${index + 1}`;
  if (!isJsonObject(cell)) throw new NotebookFormatError(`${name} of the notebook is no JSON object.`);
  if (typeof cell["cell_type"] !== "string" || !cellTypes.includes(cell["cell_type"]))
    throw new NotebookFormatError(`${name} of the notebook is neither code, markdown nor raw.`);
  if (!isText(cell["source"])) throw new NotebookFormatError(`${name} of the notebook has no source text.`);
  if (!isJsonObject(cell["metadata"])) cell["metadata"] = {};
  checkOutputs(cell as unknown as Cell, name);
}

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
