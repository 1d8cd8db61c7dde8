import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import type { DebuggerPort } from "../../protocol/messages.ts";
import { cellSource } from "../notebook/cellSource.ts";
import type { NotebookSession } from "../notebook/notebookSession.ts";
import type { Sessions } from "../notebook/sessions.ts";
import { AttachedDebugger } from "./attachedDebugger.ts";

/** Those of which a cell is debugged, or about to be. */
const debugged = new WeakSet<NotebookSession>();

/** "Tokenwise: Debug Cell": VS Code's own JavaScript debugger, attached to the notebook's kernel while one cell runs. */
export function registerCellDebugger(sessions: Sessions, extensionUri: vscode.Uri): vscode.Disposable {
  const kernelFolder = vscode.Uri.joinPath(extensionUri, "dist").fsPath;
  return vscode.Disposable.from(
    vscode.commands.registerCommand(
      "tokenwise.debugCell",
      async (target: vscode.NotebookCell | undefined) => {
        const cell = target?.notebook === undefined ? activeCell() : target;
        if (cell !== undefined) await debugCell(sessions.of(cell.notebook), cell, kernelFolder);
      },
    ),
    AttachedDebugger.register(),
  );
}

function activeCell(): vscode.NotebookCell | undefined {
  const editor = vscode.window.activeNotebookEditor;
  return editor?.notebook.cellAt(editor.selection.start);
}

/** Runs one cell under the debugger, and leaves the kernel as it was: with its variables, without an open port. */
async function debugCell(
  session: NotebookSession,
  cell: vscode.NotebookCell,
  kernelFolder: string,
): Promise<void> {
  if (debugged.has(session) || session.state === "busy") {
    void vscode.window.showInformationMessage(
      "Stop the cell that runs first: one cell is debugged at a time.",
    );
    return;
  }
  debugged.add(session);
  let port: DebuggerPort | undefined;
  try {
    const cells = cell.notebook.getCells();
    port = await session.startedKernel().debug(cells.map(cellSource));
    if (port === undefined) throw new Error("The kernel opened no port for the debugger.");
    const { address, folder, files } = port;
    const sources = files.map((file, index) => ({ cell: cells[index]!.document.uri.toString(), file }));
    session.debugger = new AttachedDebugger(folder, sources);
    await session.debugger.attach(
      vscode.workspace.getWorkspaceFolder(cell.notebook.uri),
      configuration(cell, address, kernelFolder),
    );
    const ranges = [{ start: cell.index, end: cell.index + 1 }];
    await vscode.commands.executeCommand("notebook.cell.execute", { ranges, document: cell.notebook.uri });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`The cell could not be debugged. ${reason}`);
  } finally {
    await end(session, port).finally(() => debugged.delete(session));
  }
}

async function end(session: NotebookSession, port: DebuggerPort | undefined): Promise<void> {
  const attached = session.debugger;
  session.debugger = undefined;
  await attached?.detach();
  attached?.dispose();
  await session.kernel?.debug(undefined);
  if (port !== undefined) await rm(port.folder, { recursive: true, force: true });
}

function configuration(
  cell: vscode.NotebookCell,
  address: string,
  kernelFolder: string,
): vscode.DebugConfiguration {
  const { uri } = cell.notebook;
  return {
    type: "node",
    request: "attach",
    name: `Cell ${cell.index + 1} of ${uri.path.split("/").at(-1)!}`,
    websocketAddress: address,
    ...(uri.scheme === "file" ? { cwd: dirname(uri.fsPath) } : {}),
    skipFiles: ["<node_internals>/**", join(kernelFolder, "**")],
    // What compiling a cell has added is stepped over.
    smartStep: true,
    // Scripts name their maps, which have been read before they run; none need be looked for in the workspace.
    pauseForSourceMap: true,
    outFiles: [],
    resolveSourceMapLocations: null,
    autoAttachChildProcesses: false,
    restart: false,
  };
}
