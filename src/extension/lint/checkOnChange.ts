import * as vscode from "vscode";
import { isChecked } from "./checkedLanguages.ts";
import type { ConfigFiles } from "./configFiles.ts";
import { lintRun } from "./lintSettings.ts";
import type { Problems } from "./problems.ts";

const debounceMs = 400;

/** Keeps the problems of open documents up to date: as they are typed, when they are saved, or not at all. */
export function checkOnChange(problems: Problems, configs: ConfigFiles): vscode.Disposable {
  const waiting = new Waiting(problems);
  const { workspace } = vscode;
  const isTyped = (document: vscode.TextDocument): boolean =>
    isChecked(document) && lintRun(document.uri) === "onType";
  const checkOpen = (): void => {
    for (const document of workspace.textDocuments) if (isTyped(document)) waiting.add(document);
  };
  checkOpen();
  return vscode.Disposable.from(
    waiting,
    configs.onDidChange(checkOpen),
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("tokenwise.lint")) checkOpen();
    }),
    workspace.onDidOpenTextDocument((document) => isTyped(document) && waiting.add(document)),
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length > 0 && isTyped(document)) waiting.add(document);
    }),
    // A cell that goes takes its findings along, and others may follow from what it said.
    workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
      const [cell] = notebook.getCells();
      const removed = contentChanges.some(({ removedCells }) => removedCells.length > 0);
      if (removed && cell && lintRun(notebook.uri) === "onType") waiting.add(cell.document);
    }),
    workspace.onDidSaveTextDocument((document) => {
      if (isChecked(document) && lintRun(document.uri) !== "onCommand") waiting.add(document, 0);
    }),
    workspace.onDidSaveNotebookDocument((notebook) => {
      if (lintRun(notebook.uri) === "onSave") void problems.checkNotebook(notebook);
    }),
    workspace.onDidCloseTextDocument((document) => problems.forget(document.uri)),
    workspace.onDidCloseNotebookDocument((notebook) => problems.forget(notebook.uri)),
  );
}

/** Files and notebooks whose check waits until nothing has been typed for a while. */
class Waiting implements vscode.Disposable {
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly problems: Problems;

  constructor(problems: Problems) {
    this.problems = problems;
  }

  add(document: vscode.TextDocument, milliseconds = debounceMs): void {
    const notebook = notebookOf(document);
    const key = (notebook ?? document).uri.toString();
    clearTimeout(this.timers.get(key));
    const check = (): void => {
      this.timers.delete(key);
      void (notebook ? this.problems.checkNotebook(notebook) : this.problems.checkDocument(document));
    };
    this.timers.set(key, setTimeout(check, milliseconds));
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
  }
}

const notebookOf = (document: vscode.TextDocument): vscode.NotebookDocument | undefined =>
  document.uri.scheme === "vscode-notebook-cell"
    ? vscode.workspace.notebookDocuments.find((notebook) =>
        notebook.getCells().some((cell) => cell.document === document),
      )
    : undefined;
