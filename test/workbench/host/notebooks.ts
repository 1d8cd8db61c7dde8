import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { notebookText } from "../harness/notebookText.ts";

/** Opens a copy of a fixture in the notebook editor. */
export async function open(name: string): Promise<vscode.NotebookDocument> {
  const uri = vscode.Uri.file(join(process.env["FOLDER"]!, name));
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  await vscode.window.showNotebookDocument(notebook);
  return notebook;
}

let made = 0;

/** Opens a new notebook of TypeScript cells. */
export async function openCells(...cells: string[]): Promise<vscode.NotebookDocument> {
  const name = `made-${++made}.ipynb`;
  writeFileSync(join(process.env["FOLDER"]!, name), notebookText(cells));
  return open(name);
}

export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
}

/** Run All; resolves when the last cell has ended. */
export async function runAll(notebook: vscode.NotebookDocument): Promise<void> {
  await vscode.commands.executeCommand("notebook.execute", notebook.uri);
}

/** Inserts, moves and deletes cells as the user does. */
export async function editCells(
  notebook: vscode.NotebookDocument,
  ...edits: vscode.NotebookEdit[]
): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.set(notebook.uri, edits);
  await vscode.workspace.applyEdit(edit);
}

export async function stop(notebook: vscode.NotebookDocument): Promise<void> {
  await vscode.commands.executeCommand("notebook.cancelExecution", notebook.uri);
}

export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

export async function runCell(notebook: vscode.NotebookDocument, index: number): Promise<void> {
  const ranges = [{ start: index, end: index + 1 }];
  await vscode.commands.executeCommand("notebook.cell.execute", { ranges, document: notebook.uri });
}

/** Text of each output item of a cell, by MIME type. */
export function shown(cell: vscode.NotebookCell): { mime: string; text: string }[] {
  return cell.outputs.flatMap((output) =>
    output.items.map(({ mime, data }) => ({ mime, text: new TextDecoder().decode(data) })),
  );
}

export function textOf(cell: vscode.NotebookCell, mime: string): string {
  return shown(cell)
    .filter((item) => item.mime === mime)
    .map((item) => item.text)
    .join("");
}

export const stdout = "application/vnd.code.notebook.stdout";
export const stderr = "application/vnd.code.notebook.stderr";
export const errorMime = "application/vnd.code.notebook.error";

/** Waits until something holds, for what the editor tells nobody about. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let waited = 0; waited < 20_000; waited += 50) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Waited in vain: ${what}.`);
}
