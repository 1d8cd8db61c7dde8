import type * as vscode from "vscode";
import { registerExportHtml } from "./export/exportHtml.ts";
import { activateLint } from "./lint/index.ts";
import { registerNewNotebook } from "./notebook/newNotebook.ts";

/** Entry where VS Code runs in the browser alone: pictures and the check work, cells need a machine to run on. */
export function activate(context: vscode.ExtensionContext): void {
  activateLint(context);
  context.subscriptions.push(registerNewNotebook(), registerExportHtml(context.extensionUri));
}
