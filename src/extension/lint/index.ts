import type * as vscode from "vscode";
import { registerCheckCommands } from "./checkCommands.ts";
import { checkOnChange } from "./checkOnChange.ts";
import { lazyLinter } from "./loadLinter.ts";
import { Problems } from "./problems.ts";
import { registerQuickFixes } from "./quickFixes.ts";

/** The check in the editor: commands, problems as you type, and quick fixes. Runs on the desktop and in the browser. */
export function activateLint(context: vscode.ExtensionContext): void {
  const problems = new Problems(lazyLinter(context.extensionUri));
  context.subscriptions.push(
    problems,
    registerCheckCommands(problems),
    checkOnChange(problems),
    registerQuickFixes(),
  );
}
