import * as vscode from "vscode";
import type { Cell, JsonObject, Notebook } from "../../nbformat/index.ts";
import { ipynbMetadata } from "../notebook/notebookLanguage.ts";
import { savedOutputs } from "./savedOutput.ts";

/** An open notebook as .ipynb 4.5 has it, with what was not saved yet. */
export function savedNotebook(document: vscode.NotebookDocument): Notebook {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: ipynbMetadata(document) as JsonObject,
    cells: document.getCells().map(savedCell),
  };
}

function savedCell(cell: vscode.NotebookCell): Cell {
  const id = `cell-${cell.index + 1}`;
  const source = cell.document.getText();
  const { languageId } = cell.document;
  if (cell.kind === vscode.NotebookCellKind.Markup) {
    const attachments = cell.metadata["attachments"] as JsonObject | undefined;
    const kept = attachments === undefined ? {} : { attachments };
    return { cell_type: "markdown", id, metadata: {}, source, ...kept };
  }
  if (languageId === "raw") return { cell_type: "raw", id, metadata: {}, source };
  return {
    cell_type: "code",
    id,
    metadata: { vscode: { languageId } },
    source,
    outputs: cell.outputs.flatMap(savedOutputs),
    execution_count: cell.executionSummary?.executionOrder ?? null,
  };
}
