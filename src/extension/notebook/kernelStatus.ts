import * as vscode from "vscode";
import type { SessionState } from "./notebookSession.ts";
import type { Sessions } from "./sessions.ts";

const texts: Record<SessionState, string> = {
  starting: "$(loading~spin) Tokenwise: starting",
  idle: "$(circle-large-outline) Tokenwise: idle",
  busy: "$(circle-large-filled) Tokenwise: busy",
  dead: "$(error) Tokenwise: dead",
  stopped: "$(circle-slash) Tokenwise: no kernel",
};

/** The state of the active notebook's kernel in the status bar; a click restarts it, or stops what it does. */
export function registerKernelStatus(sessions: Sessions): vscode.Disposable {
  const item = vscode.window.createStatusBarItem("tokenwise.kernel", vscode.StatusBarAlignment.Right, 100);
  item.name = "Tokenwise Kernel";
  const update = (): void => {
    const notebook = vscode.window.activeNotebookEditor?.notebook;
    const session = notebook === undefined ? undefined : sessions.find(notebook);
    if (session === undefined) {
      item.hide();
      return;
    }
    item.text = texts[session.state];
    const isBusy = session.state === "busy";
    item.command = isBusy ? "tokenwise.interruptKernel" : "tokenwise.restartKernel";
    item.tooltip = `The active notebook's kernel. Click to ${isBusy ? "stop what it does" : "restart it"}.`;
    item.show();
  };
  update();
  return vscode.Disposable.from(
    item,
    sessions.onDidChange(update),
    vscode.window.onDidChangeActiveNotebookEditor(update),
  );
}
