import * as vscode from "vscode";
import { type Problems, isChecked } from "./problems.ts";
import { filesBelow, filesOf } from "./workspaceFiles.ts";

/**
 * "Check for Cross-Token Normalization": on what is selected in the explorer, else on the active file or notebook, else
 * on the workspace. "Check Workspace ..." always takes the workspace.
 */
export function registerCheckCommands(problems: Problems): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand(
      "tokenwise.checkNormalization",
      (uri?: vscode.Uri, selected?: vscode.Uri[]) => {
        const selection =
          selected && selected.length > 0 ? selected : uri instanceof vscode.Uri ? [uri] : null;
        return selection ? checkFiles((token) => filesOf(selection, token), problems) : checkActive(problems);
      },
    ),
    vscode.commands.registerCommand("tokenwise.checkNormalizationInWorkspace", () =>
      checkWorkspace(problems),
    ),
  );
}

async function checkActive(problems: Problems): Promise<void> {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  if (notebook) return tell(await problems.checkNotebook(notebook), 1, [], nameOf(notebook.uri));
  const document = vscode.window.activeTextEditor?.document;
  if (!document) return checkWorkspace(problems);
  if (isChecked(document)) return tell(await problems.checkDocument(document), 1, [], nameOf(document.uri));
  void vscode.window.showInformationMessage(
    `Tokenwise reads Python, TypeScript, JavaScript and notebooks; ${nameOf(document.uri)} is ${document.languageId}.`,
  );
}

async function checkWorkspace(problems: Problems): Promise<void> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    void vscode.window.showInformationMessage(
      "Open a file or a folder to check it for cross-token normalization.",
    );
    return;
  }
  await checkFiles(async (token) => {
    const files = await Promise.all(folders.map((folder) => filesBelow(folder.uri, token)));
    return files.flat();
  }, problems);
}

/** Checks files one by one with progress; cancelling keeps what was found so far. */
async function checkFiles(
  find: (token: vscode.CancellationToken) => Promise<vscode.Uri[]>,
  problems: Problems,
): Promise<void> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: "Checking normalisation axes",
    cancellable: true,
  };
  await vscode.window.withProgress(options, async (progress, token) => {
    const files = await find(token);
    const unread: string[] = [];
    let [found, checked] = [0, 0];
    for (const uri of files) {
      if (token.isCancellationRequested) break;
      progress.report({
        message: `${++checked} of ${files.length}: ${nameOf(uri)}`,
        increment: 100 / files.length,
      });
      found += await problems.checkFile(uri).catch(() => unread.push(nameOf(uri)) && 0);
      if (checked % 20 === 0) await new Promise((resolve) => setTimeout(resolve));
    }
    tell(found, checked, unread);
  });
}

function tell(found: number, files: number, unread: readonly string[], name = `${files} files`): void {
  const skipped =
    unread.length > 0 ? ` ${unread.length} could not be read: ${unread.slice(0, 3).join(", ")}.` : "";
  if (found > 0) void vscode.commands.executeCommand("workbench.panel.markers.view.focus");
  const text =
    found === 0 ? "No normalisation across tokens found" : `${found} problem${found === 1 ? "" : "s"} found`;
  void vscode.window.showInformationMessage(`${text} in ${name}.${skipped}`);
}

const nameOf = (uri: vscode.Uri): string => uri.path.split("/").at(-1) ?? uri.path;
