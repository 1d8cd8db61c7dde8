import * as vscode from "vscode";
import { lintSettings } from "./lintSettings.ts";
import { type Problems, isChecked } from "./problems.ts";

const debounceMs = 400;

/** Keeps the problems of open documents up to date: as they are typed, when they are saved, or not at all. */
export function checkOnChange(problems: Problems): vscode.Disposable {
  const pending = new Map<string, ReturnType<typeof setTimeout>>();
  const soon = (document: vscode.TextDocument, milliseconds = debounceMs): void => {
    const notebook = notebookOf(document);
    const key = (notebook ?? document).uri.toString();
    clearTimeout(pending.get(key));
    pending.set(
      key,
      setTimeout(() => {
        pending.delete(key);
        void (notebook ? problems.checkNotebook(notebook) : problems.checkDocument(document));
      }, milliseconds),
    );
  };
  const typing = (document: vscode.TextDocument): boolean =>
    isChecked(document) && lintSettings(document.uri).run === "onType";
  for (const document of vscode.workspace.textDocuments) if (typing(document)) soon(document);
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument((document) => typing(document) && soon(document)),
    vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && typing(document)) soon(document);
    }),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (isChecked(document) && lintSettings(document.uri).run !== "onCommand") soon(document, 0);
    }),
    vscode.workspace.onDidSaveNotebookDocument((notebook) => {
      if (lintSettings(notebook.uri).run === "onSave") void problems.checkNotebook(notebook);
    }),
    vscode.workspace.onDidCloseTextDocument((document) => problems.forget(document.uri)),
    new vscode.Disposable(() => pending.forEach((timer) => clearTimeout(timer))),
  );
}

const notebookOf = (document: vscode.TextDocument): vscode.NotebookDocument | undefined =>
  document.uri.scheme === "vscode-notebook-cell"
    ? vscode.workspace.notebookDocuments.find((notebook) =>
        notebook.getCells().some((cell) => cell.document === document),
      )
    : undefined;
