import * as vscode from "vscode";

/** Asks what a cell's `input(prompt)` wants to know; nothing when the user cancels, or the signal says that no answer is needed. */
export async function askInput(
  notebook: vscode.NotebookDocument,
  prompt: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const source = new vscode.CancellationTokenSource();
  signal.addEventListener("abort", () => source.cancel(), { once: true });
  const title = `A cell of ${notebook.uri.path.split("/").at(-1)} asks`;
  try {
    return await vscode.window.showInputBox({ title, prompt, ignoreFocusOut: true }, source.token);
  } finally {
    source.dispose();
  }
}
