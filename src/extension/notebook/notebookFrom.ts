import * as vscode from "vscode";
import { isRecord } from "./notebookLanguage.ts";

/**
 * The notebook that a command means: the one whose address it was given (from a toolbar as `{ notebookEditor: {
 * notebookUri } }`), else the active one.
 */
export function notebookFrom(target: unknown): vscode.NotebookDocument | undefined {
  const uri = target instanceof vscode.Uri ? target : toolbarUri(target);
  if (uri === undefined) return vscode.window.activeNotebookEditor?.notebook;
  return vscode.workspace.notebookDocuments.find((notebook) => notebook.uri.toString() === uri.toString());
}

function toolbarUri(target: unknown): vscode.Uri | undefined {
  const editor = isRecord(target) ? target["notebookEditor"] : undefined;
  const uri = isRecord(editor) ? editor["notebookUri"] : undefined;
  return uri instanceof vscode.Uri ? uri : undefined;
}
