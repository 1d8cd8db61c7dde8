import * as vscode from "vscode";
import type { Variable } from "../../protocol/messages.ts";
import type { Sessions } from "../notebook/sessions.ts";
import { exactTooltip, variableItem } from "./variableItem.ts";
import { VariablePanels } from "./variablePanels.ts";

const viewId = "tokenwise.variables";

/** A variable in the view, with the notebook that it belongs to. */
export interface ListedVariable extends Variable {
  readonly notebook: vscode.NotebookDocument;
}

/** The variables of the active notebook: read anew after each cell, shown in full when they are opened. */
export function registerVariablesView(sessions: Sessions, extensionUri: vscode.Uri): vscode.Disposable {
  const changed = new vscode.EventEmitter<void>();
  const refresh = (): void => changed.fire();
  // It stays the notebook that is looked at while one of its variables has the focus.
  let notebook = vscode.window.activeNotebookEditor?.notebook;
  const follow = (editor: vscode.NotebookEditor | undefined): void => {
    if (editor === undefined) return;
    notebook = editor.notebook;
    refresh();
  };
  const tree: vscode.TreeDataProvider<ListedVariable> = {
    onDidChangeTreeData: changed.event,
    getTreeItem: variableItem,
    resolveTreeItem: async (item, variable) => {
      const exact = await sessions.find(variable.notebook)?.kernel?.summarize(variable.name);
      if (exact !== undefined) item.tooltip = exactTooltip(variable, exact);
      return item;
    },
    getChildren: (parent) => (parent === undefined ? variablesOf(notebook, sessions) : []),
  };
  const panels = new VariablePanels(sessions, extensionUri);
  return vscode.Disposable.from(
    changed,
    panels,
    vscode.window.createTreeView(viewId, { treeDataProvider: tree }),
    vscode.window.onDidChangeActiveNotebookEditor(follow),
    sessions.onDidChange(refresh),
    vscode.commands.registerCommand("tokenwise.showVariables", () =>
      vscode.commands.executeCommand(`${viewId}.focus`),
    ),
    vscode.commands.registerCommand("tokenwise.openVariable", (variable: ListedVariable | undefined) =>
      variable === undefined ? undefined : panels.open(variable),
    ),
  );
}

/** A kernel without variables, and a notebook without a kernel, show the view's words of welcome. */
async function variablesOf(
  notebook: vscode.NotebookDocument | undefined,
  sessions: Sessions,
): Promise<ListedVariable[]> {
  if (notebook === undefined) return [];
  const variables = (await sessions.find(notebook)?.kernel?.variables()) ?? [];
  return variables.map((variable) => ({ ...variable, notebook }));
}
