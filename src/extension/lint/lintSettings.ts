import * as vscode from "vscode";
import type { LintOptions } from "../../lint/index.ts";

/** The settings of the check, as they are now. */
export interface LintSettings {
  readonly run: "onType" | "onSave" | "onCommand";
  readonly showNotes: boolean;
  readonly exclude: readonly string[];
  readonly options: LintOptions;
}

export function lintSettings(scope?: vscode.Uri): LintSettings {
  const settings = vscode.workspace.getConfiguration("tokenwise.lint", scope);
  return {
    run: settings.get<LintSettings["run"]>("run", "onType"),
    showNotes: settings.get("showNotes", false),
    exclude: settings.get<string[]>("exclude", []),
    options: { rules: settings.get<NonNullable<LintOptions["rules"]>>("rules", {}) },
  };
}
