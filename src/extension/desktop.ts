import type * as vscode from "vscode";
import { registerExportHtml } from "./export/exportHtml.ts";
import { activateLint } from "./lint/index.ts";
import { activateNotebooks } from "./notebook/activateNotebooks.ts";
import { registerNewNotebook } from "./notebook/newNotebook.ts";

/** Entry on the desktop and on remote hosts, where processes can be started. */
export function activate(context: vscode.ExtensionContext): void {
  activateNotebooks(context);
  activateLint(context);
  context.subscriptions.push(registerNewNotebook(), registerExportHtml(context.extensionUri));
}
