import * as vscode from "vscode";
import { notebookFrom } from "./notebookFrom.ts";
import type { NotebookSession } from "./notebookSession.ts";
import type { Sessions } from "./sessions.ts";

export function registerKernelCommands(sessions: Sessions): vscode.Disposable {
  const onSession =
    (action: (session: NotebookSession) => Promise<void>) =>
    async (target: unknown): Promise<void> => {
      const notebook = notebookFrom(target);
      if (notebook === undefined) {
        void vscode.window.showInformationMessage("Open a notebook first: this command works on its kernel.");
        return;
      }
      await action(sessions.of(notebook));
    };
  return vscode.Disposable.from(
    vscode.commands.registerCommand(
      "tokenwise.restartKernel",
      onSession((session) => session.restart()),
    ),
    // VS Code's own button is there only while a cell runs, not while one has left a loop behind.
    vscode.commands.registerCommand(
      "tokenwise.interruptKernel",
      onSession(async (session) => void (await session.interrupt())),
    ),
    vscode.commands.registerCommand("tokenwise.restartAndRunAll", onSession(restartAndRunAll)),
  );
}

async function restartAndRunAll(session: NotebookSession): Promise<void> {
  await session.restart();
  await vscode.commands.executeCommand("notebook.execute", session.notebook.uri);
}
