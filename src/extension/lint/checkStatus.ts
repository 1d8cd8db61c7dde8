import * as vscode from "vscode";
import { isChecked } from "./checkedLanguages.ts";
import { type LintRun, lintRun } from "./lintSettings.ts";
import type { Problems } from "./problems.ts";

const when: Record<LintRun, string> = {
  onType: "Checked as you type.",
  onSave: "Checked when it is saved.",
  onCommand: "Checked on command only.",
};

/** How many findings the active file or notebook has, in the status bar; a click checks it anew. */
export function registerCheckStatus(problems: Problems): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("tokenwise.lint", vscode.StatusBarAlignment.Right, 99);
  item.name = "Tokenwise Check";
  item.command = "tokenwise.checkNormalization";
  const update = (): void => {
    const active = activeDocuments();
    if (!active) return item.hide();
    const count = active.documents.reduce((sum, { uri }) => sum + problems.of(uri).length, 0);
    item.text = count === 0 ? "$(pass) Norms" : `$(warning) Norms: ${count}`;
    const found = count === 0 ? "No normalisation across tokens found" : `${count} found`;
    const gaps = problems.gapsOf(active.uri).map((gap) => ` Not in full: ${gap}.`);
    item.tooltip = `Normalisation across tokens: ${found}.${gaps.join("")} ${when[lintRun(active.uri)]} Click to check now.`;
    item.show();
  };
  update();
  return vscode.Disposable.from(
    item,
    problems.onDidChange(update),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.window.onDidChangeActiveNotebookEditor(update),
    vscode.workspace.onDidChangeConfiguration(update),
  );
}

/** What the check would read now: the cells of the active notebook, or the active document. */
function activeDocuments(): { uri: vscode.Uri; documents: vscode.TextDocument[] } | null {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  if (notebook) return { uri: notebook.uri, documents: notebook.getCells().map(({ document }) => document) };
  const document = vscode.window.activeTextEditor?.document;
  return document && isChecked(document) ? { uri: document.uri, documents: [document] } : null;
}
