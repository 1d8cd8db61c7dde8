import type * as vscode from "vscode";
import type { CellSource } from "../../protocol/messages.ts";

/** A cell as the kernel gets it. */
export function cellSource({ document, index }: vscode.NotebookCell): CellSource {
  return {
    // The document's address stays the same when the cell is moved or edited.
    id: document.uri.toString(),
    number: index + 1,
    code: document.getText(),
    language: document.languageId,
  };
}
