import * as vscode from "vscode";
import { type LintOptions, fileChoice } from "../../lint/index.ts";
import type { ConfigFile } from "./configFiles.ts";

/** When open files are checked. */
export type LintRun = "onType" | "onSave" | "onCommand";

/** What holds for a file: the settings, over which its tokenwise.json has the last word. */
export interface LintSettings {
  readonly showNotes: boolean;
  readonly options: LintOptions;
  /** The baseline whose findings are not shown. */
  readonly baseline: vscode.Uri | null;
  /** Whether include and exclude leave the file in. */
  readonly chosen: boolean;
}

const settingsOf = (scope: vscode.Uri | undefined): vscode.WorkspaceConfiguration =>
  vscode.workspace.getConfiguration("tokenwise.lint", scope);

export const lintRun = (scope: vscode.Uri): LintRun => settingsOf(scope).get<LintRun>("run", "onType");

export function lintSettings(uri: vscode.Uri, file: ConfigFile | null): LintSettings {
  const settings = settingsOf(uri);
  const rules = settings.get<NonNullable<LintOptions["rules"]>>("rules", {});
  const config = file?.config ?? {};
  return {
    showNotes: config.notes ?? settings.get("showNotes", false),
    options: {
      rules: { ...rules, ...config.rules },
      tokenAxisNames: config.tokenAxisNames ?? settings.get<string[]>("tokenAxisNames", []),
    },
    baseline:
      file?.config.baseline === undefined ? null : vscode.Uri.joinPath(file.folder, file.config.baseline),
    chosen: chosenBySettings(uri, settings) && (file?.chooses(uri) ?? true),
  };
}

/** The settings' patterns are seen from the workspace folder. */
function chosenBySettings(uri: vscode.Uri, settings: vscode.WorkspaceConfiguration): boolean {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (!folder) return true;
  const choice = fileChoice({ include: settings.get("include", []), exclude: settings.get("exclude", []) });
  return choice(uri.path.slice(folder.uri.path.replace(/\/$/, "").length + 1));
}
