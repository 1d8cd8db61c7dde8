import * as vscode from "vscode";
import { isTypeScriptNotebook } from "./notebookLanguage.ts";

/**
 * Selects the kernel for TypeScript notebooks, and for no others. The affinity alone only orders VS Code's picker, so
 * the kernel is selected when such a notebook is first shown; one that the user chose stays.
 */
export function selectForTypeScript(
  controller: vscode.NotebookController,
  extension: string,
): vscode.Disposable {
  const { Default, Preferred } = vscode.NotebookControllerAffinity;
  const seen = new WeakSet<vscode.NotebookDocument>();
  const prefer = (notebook: vscode.NotebookDocument): void =>
    controller.updateNotebookAffinity(notebook, isTypeScriptNotebook(notebook) ? Preferred : Default);
  const select = async (editor: vscode.NotebookEditor | undefined): Promise<void> => {
    if (editor === undefined || seen.has(editor.notebook) || !isTypeScriptNotebook(editor.notebook)) return;
    if (editor.notebook.notebookType !== controller.notebookType) return;
    seen.add(editor.notebook);
    // Without an editor of its own the command means the active one, and only then takes the last option.
    const choice = { id: controller.id, extension, skipIfAlreadySelected: true };
    await vscode.commands.executeCommand("notebook.selectKernel", choice);
  };
  vscode.workspace.notebookDocuments.forEach(prefer);
  void select(vscode.window.activeNotebookEditor);
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenNotebookDocument(prefer),
    vscode.window.onDidChangeActiveNotebookEditor(select),
  );
}
