import * as vscode from "vscode";
import { page } from "../../page/index.ts";
import { notebookFrom } from "../notebook/notebookFrom.ts";
import { savedNotebook } from "./savedNotebook.ts";

/** "Tokenwise: Export Notebook as HTML": the page of `tokenwise run --html`, from the notebook as it stands. */
export function registerExportHtml(extensionUri: vscode.Uri): vscode.Disposable {
  return vscode.commands.registerCommand("tokenwise.exportHtml", async (target: unknown) => {
    const notebook = notebookFrom(target);
    if (notebook === undefined) {
      void vscode.window.showInformationMessage(
        "Open a notebook first: this command exports the active one.",
      );
      return;
    }
    const uri = await vscode.window.showSaveDialog({
      title: "Export Notebook as HTML",
      defaultUri: notebook.uri.with({ path: notebook.uri.path.replace(/(\.ipynb)?$/, ".html") }),
      filters: { "HTML page": ["html"] },
    });
    if (uri === undefined) return;
    await vscode.workspace.fs.writeFile(uri, await exportedPage(notebook, extensionUri));
    await offerToOpen(uri);
  });
}

async function exportedPage(
  notebook: vscode.NotebookDocument,
  extensionUri: vscode.Uri,
): Promise<Uint8Array> {
  const script = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(extensionUri, "dist", "page.js"));
  const html = page({
    notebook: savedNotebook(notebook),
    script: new TextDecoder().decode(script),
    title: notebook.uri.path
      .split("/")
      .at(-1)!
      .replace(/\.ipynb$/, ""),
  });
  return new TextEncoder().encode(html);
}

async function offerToOpen(uri: vscode.Uri): Promise<void> {
  const open = "Open";
  const answer = await vscode.window.showInformationMessage(`Exported to ${uri.fsPath}.`, open);
  if (answer === open) await vscode.env.openExternal(uri);
}
