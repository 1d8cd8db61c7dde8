import * as vscode from "vscode";
import { registerCellDebugger } from "../debug/cellDebugger.ts";
import { registerVariablesView } from "../variables/variablesView.ts";
import { registerControllers } from "./controllers.ts";
import { registerKernelCommands } from "./kernelCommands.ts";
import { registerKernelStatus } from "./kernelStatus.ts";
import { Sessions } from "./sessions.ts";
import { registerSkippedCellNotes } from "./skippedCells.ts";
import { tellCellOrder } from "./tellCellOrder.ts";

/** Everything that runs cells; needs processes, so the desktop and remote hosts only. */
export function activateNotebooks(context: vscode.ExtensionContext): void {
  const sessions = new Sessions(vscode.Uri.joinPath(context.extensionUri, "dist", "kernel.cjs").fsPath);
  context.subscriptions.push(
    sessions,
    registerControllers(sessions, context.extension.id),
    registerKernelStatus(sessions),
    registerKernelCommands(sessions),
    registerSkippedCellNotes(),
    tellCellOrder(),
    registerCellDebugger(sessions, context.extensionUri),
    registerVariablesView(sessions, context.extensionUri),
  );
}
