import * as vscode from "vscode";

/** Asks what a cell's `input(prompt)` wants to know; nothing when the user cancels, or the cell is stopped meanwhile. */
export async function askInput(prompt: string, onDidStop: vscode.Event<void>): Promise<string | undefined> {
  const source = new vscode.CancellationTokenSource();
  const stop = onDidStop(() => source.cancel());
  const options = { title: "A notebook cell asks", prompt, ignoreFocusOut: true };
  try {
    return await vscode.window.showInputBox(options, source.token);
  } finally {
    stop.dispose();
    source.dispose();
  }
}
