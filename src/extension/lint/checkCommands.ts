import * as vscode from "vscode";
import { isChecked } from "./checkedLanguages.ts";
import type { ConfigFiles } from "./configFiles.ts";
import type { Problems } from "./problems.ts";
import { filesBelow, filesOf } from "./workspaceFiles.ts";

/**
 * "Check for Cross-Token Normalization": on what is selected in the explorer, else on the active file or notebook, else
 * on the workspace. "Check Workspace ..." always takes the workspace.
 */
export function registerCheckCommands(problems: Problems, configs: ConfigFiles): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand(
      "tokenwise.checkNormalization",
      (uri?: vscode.Uri, selected?: vscode.Uri[]) => {
        const selection =
          selected && selected.length > 0 ? selected : uri instanceof vscode.Uri ? [uri] : null;
        return selection ? checkSelection(selection, problems, configs) : checkActive(problems, configs);
      },
    ),
    vscode.commands.registerCommand("tokenwise.checkNormalizationInWorkspace", () =>
      checkWorkspace(problems, configs),
    ),
  );
}

async function checkSelection(
  selection: readonly vscode.Uri[],
  problems: Problems,
  configs: ConfigFiles,
): Promise<void> {
  const found = await checkFiles((token) => filesOf(selection, configs, token), problems);
  if (found > 0) await vscode.commands.executeCommand(problemsPanel);
}

async function checkActive(problems: Problems, configs: ConfigFiles): Promise<void> {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  if (notebook) return showActive(await problems.checkNotebook(notebook), notebook.uri, problems);
  const document = vscode.window.activeTextEditor?.document;
  if (!document) return checkWorkspace(problems, configs);
  if (isChecked(document)) return showActive(await problems.checkDocument(document), document.uri, problems);
  void vscode.window.showInformationMessage(
    `Tokenwise reads Python, TypeScript, JavaScript and notebooks; ${nameOf(document.uri)} is ${document.languageId}.`,
  );
}

async function showActive(found: number, uri: vscode.Uri, problems: Problems): Promise<void> {
  tell(found, nameOf(uri), { unread: [], gaps: problems.gapsOf(uri) });
  if (found > 0) await vscode.commands.executeCommand(problemsPanel);
}

async function checkWorkspace(problems: Problems, configs: ConfigFiles): Promise<void> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) {
    void vscode.window.showInformationMessage(
      "Open a file or a folder to check it for cross-token normalization.",
    );
    return;
  }
  await checkFiles(async (token) => {
    const files = await Promise.all(folders.map((folder) => filesBelow(folder.uri, configs, token)));
    return files.flat();
  }, problems);
  await vscode.commands.executeCommand("setContext", "tokenwise.workspaceChecked", true);
  await vscode.commands.executeCommand(findingsTree);
}

const problemsPanel = "workbench.panel.markers.view.focus";
const findingsTree = "tokenwise.findings.focus";

/** Checks files one by one with progress; cancelling keeps what was found so far. Gives the number of problems. */
async function checkFiles(
  find: (token: vscode.CancellationToken) => Promise<vscode.Uri[]>,
  problems: Problems,
): Promise<number> {
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: "Checking normalisation axes",
    cancellable: true,
  };
  return vscode.window.withProgress(options, async (progress, token) => {
    const files = await find(token);
    const unread: string[] = [];
    const gaps: string[] = [];
    let [found, checked] = [0, 0];
    for (const uri of files) {
      if (token.isCancellationRequested) break;
      progress.report({
        message: `${++checked} of ${files.length}: ${nameOf(uri)}`,
        increment: 100 / files.length,
      });
      found += await problems.checkFile(uri).catch(() => unread.push(nameOf(uri)) && 0);
      gaps.push(...problems.gapsOf(uri).map((gap) => `${nameOf(uri)} ${gap}`));
      if (checked % 20 === 0) await new Promise((resolve) => setTimeout(resolve));
    }
    tell(found, `${checked} files`, { unread, gaps });
    return found;
  });
}

/** What a check did not see: files that could not be read at all, and why others were not read in full. */
interface Unseen {
  readonly unread: readonly string[];
  readonly gaps: readonly string[];
}

function tell(found: number, where: string, { unread, gaps }: Unseen): void {
  const some = (list: readonly string[]): string =>
    list.slice(0, 3).join(", ") + (list.length > 3 ? `, and ${list.length - 3} more` : "");
  const skipped = unread.length > 0 ? ` ${unread.length} could not be read: ${some(unread)}.` : "";
  const partly = gaps.length > 0 ? ` Not checked in full: ${some(gaps)}.` : "";
  const text =
    found === 0 ? "No normalisation across tokens found" : `${found} problem${found === 1 ? "" : "s"} found`;
  void vscode.window.showInformationMessage(`${text} in ${where}.${skipped}${partly}`);
}

const nameOf = (uri: vscode.Uri): string => uri.path.split("/").at(-1) ?? uri.path;
