import type * as vscode from "vscode";
import { registerCheckCommands } from "./checkCommands.ts";
import { checkOnChange } from "./checkOnChange.ts";
import { registerCheckStatus } from "./checkStatus.ts";
import { ConfigFiles } from "./configFiles.ts";
import { registerFindingsTree } from "./findingsTree.ts";
import { lazyLinter } from "./loadLinter.ts";
import { registerMeasureInfluence } from "./measureInfluence.ts";
import { Problems } from "./problems.ts";
import { registerQuickFixes } from "./quickFixes.ts";
import { registerRuleHover } from "./ruleHover.ts";
import { RulePages } from "./rulePages.ts";

/** The check in the editor: commands, problems as you type, quick fixes. Runs on the desktop and in the browser. */
export function activateLint(context: vscode.ExtensionContext): void {
  const linter = lazyLinter(context.extensionUri);
  const configs = new ConfigFiles();
  const pages = new RulePages(context.extensionUri);
  const problems = new Problems(linter, configs, pages);
  context.subscriptions.push(
    problems,
    configs,
    registerCheckCommands(problems, configs),
    checkOnChange(problems, configs),
    registerQuickFixes(problems),
    registerRuleHover(problems, pages),
    registerMeasureInfluence(linter, problems),
    registerCheckStatus(problems),
    registerFindingsTree(problems),
  );
}
