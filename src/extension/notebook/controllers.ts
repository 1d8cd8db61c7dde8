import * as vscode from "vscode";
import { selectKernels } from "./kernelSelection.ts";
import type { Sessions } from "./sessions.ts";

const notebookType = "jupyter-notebook";

/**
 * The two controllers differ in the language of new cells only. There have to be two: where there is only one, VS Code
 * selects it for every notebook, so that a Python notebook would get our kernel.
 */
export function registerControllers(sessions: Sessions, extension: string): vscode.Disposable {
  const create = createController.bind(undefined, sessions);
  const typescript = create("tokenwise", "Tokenwise (TypeScript)", ["typescript", "javascript"]);
  const javascript = create("tokenwise-javascript", "Tokenwise (JavaScript)", ["javascript", "typescript"]);
  return vscode.Disposable.from(typescript, javascript, selectKernels({ typescript, javascript }, extension));
}

function createController(
  sessions: Sessions,
  id: string,
  label: string,
  languages: string[],
): vscode.NotebookController {
  const controller = vscode.notebooks.createNotebookController(id, notebookType, label);
  // VS Code leaves cells of other languages out of a run, with their outputs as they are.
  controller.supportedLanguages = languages;
  controller.supportsExecutionOrder = true;
  controller.description = "Runs on this machine, nothing to install";
  controller.executeHandler = async (cells, notebook) => {
    if (vscode.workspace.isTrusted) await sessions.of(notebook).run(cells, controller);
    else await refuse();
  };
  controller.interruptHandler = async (notebook) => {
    const note = await sessions.find(notebook)?.interrupt();
    if (note !== undefined) void vscode.window.showWarningMessage(note);
  };
  // The context of a notebook's editor does not reach views, so the view of variables has one of its own.
  controller.onDidChangeSelectedNotebooks(({ selected }) => {
    if (selected) void vscode.commands.executeCommand("setContext", "tokenwise.kernelSelected", true);
  });
  return controller;
}

async function refuse(): Promise<void> {
  const manage = "Manage Workspace Trust";
  const message = "Cells run with your rights on this machine, so they run in trusted workspaces only.";
  const answer = await vscode.window.showWarningMessage(message, manage);
  if (answer === manage) await vscode.commands.executeCommand("workbench.trust.manage");
}
