import * as vscode from "vscode";
import { ownLanguage } from "./notebookLanguage.ts";

type Controllers = Readonly<Record<"typescript" | "javascript", vscode.NotebookController>>;

/**
 * Selects the kernel for notebooks of its language, and for no others. The affinity alone only orders VS Code's picker,
 * so the kernel is selected when such a notebook is first shown; one that the user chose stays.
 */
export function selectKernels(controllers: Controllers, extension: string): vscode.Disposable {
  const { Default, Preferred } = vscode.NotebookControllerAffinity;
  const seen = new WeakSet<vscode.NotebookDocument>();
  const prefer = (notebook: vscode.NotebookDocument): void => {
    for (const [language, controller] of Object.entries(controllers))
      controller.updateNotebookAffinity(notebook, ownLanguage(notebook) === language ? Preferred : Default);
  };
  const select = async (editor: vscode.NotebookEditor | undefined): Promise<void> => {
    if (editor === undefined || seen.has(editor.notebook)) return;
    const language = ownLanguage(editor.notebook);
    if (language === undefined || editor.notebook.notebookType !== controllers[language].notebookType) return;
    seen.add(editor.notebook);
    // Without an editor of its own the command means the active one, and only then takes the last option.
    const choice = { id: controllers[language].id, extension, skipIfAlreadySelected: true };
    await vscode.commands.executeCommand("notebook.selectKernel", choice);
  };
  vscode.workspace.notebookDocuments.forEach(prefer);
  void select(vscode.window.activeNotebookEditor);
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenNotebookDocument(prefer),
    vscode.window.onDidChangeActiveNotebookEditor(select),
  );
}
