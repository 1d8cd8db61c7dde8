import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import type { NotebookSession } from "../notebook/notebookSession.ts";
import type { Sessions } from "../notebook/sessions.ts";
import { CellScripts } from "./cellScripts.ts";
import { translateSources } from "./translateSources.ts";

/** The configuration of a session of ours, which VS Code's debugger hands on to the session that it starts under it. */
interface CellDebugConfiguration extends vscode.DebugConfiguration {
  readonly tokenwiseFolder: string;
}

/** js-debug answers a session's configuration once all its breakpoints are set. */
const configured = new vscode.EventEmitter<string>();
const patience = 10_000;

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
    vscode.debug.registerDebugAdapterTrackerFactory("pwa-node", {
      createDebugAdapterTracker: (session) => trackerFor(session),
    }),
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
  if (session.endDebugging !== undefined || session.state === "busy") {
    void vscode.window.showInformationMessage(
      "Stop the cell that runs first: one cell is debugged at a time.",
    );
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), "tokenwise-debug-"));
  try {
    const address = await session.startedKernel().debug(folder);
    if (address === undefined) throw new Error("The kernel opened no port for the debugger.");
    await runUnderDebugger(session, cell, configuration(cell, { address, folder, kernelFolder }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(`The cell could not be debugged. ${reason}`);
  } finally {
    await session.kernel?.debug(undefined);
    await rm(folder, { recursive: true, force: true });
  }
}

async function runUnderDebugger(
  session: NotebookSession,
  cell: vscode.NotebookCell,
  config: CellDebugConfiguration,
): Promise<void> {
  const ready = isConfigured(config.tokenwiseFolder);
  const debug = await startSession(vscode.workspace.getWorkspaceFolder(cell.notebook.uri), config);
  const ended = endOf(debug);
  // What was stopped at a breakpoint runs on.
  const detach = async (): Promise<void> => {
    void vscode.debug.stopDebugging(debug);
    await Promise.race([ended, sleep(patience)]);
  };
  session.endDebugging = detach;
  try {
    await ready;
    const ranges = [{ start: cell.index, end: cell.index + 1 }];
    await vscode.commands.executeCommand("notebook.cell.execute", { ranges, document: cell.notebook.uri });
  } finally {
    session.endDebugging = undefined;
    await detach();
  }
}

/** VS Code tells whether a session has started, and in an event which one. */
async function startSession(
  folder: vscode.WorkspaceFolder | undefined,
  config: CellDebugConfiguration,
): Promise<vscode.DebugSession> {
  let started: vscode.DebugSession | undefined;
  const listening = vscode.debug.onDidStartDebugSession((debug) => {
    const isOurs = debug.configuration["tokenwiseFolder"] === config.tokenwiseFolder;
    if (isOurs && debug.parentSession === undefined) started = debug;
  });
  const succeeded = await vscode.debug.startDebugging(folder, config);
  listening.dispose();
  if (!succeeded || started === undefined) throw new Error("VS Code's JavaScript debugger did not start.");
  return started;
}

function configuration(
  cell: vscode.NotebookCell,
  { address, folder, kernelFolder }: { address: string; folder: string; kernelFolder: string },
): CellDebugConfiguration {
  const name = cell.notebook.uri.path.split("/").at(-1)!;
  return {
    type: "node",
    request: "attach",
    name: `Cell ${cell.index + 1} of ${name}`,
    websocketAddress: address,
    cwd: dirname(cell.notebook.uri.fsPath),
    // The scripts have their lines where the cells have them, so no source map is needed.
    skipFiles: ["<node_internals>/**", join(kernelFolder, "**")],
    autoAttachChildProcesses: false,
    restart: false,
    tokenwiseFolder: folder,
    tokenwiseCells: cell.notebook.getCells().map(({ document }) => document.uri.toString()),
  };
}

/** js-debug attaches in a session under the one that was started; that one has the breakpoints. */
function trackerFor(session: vscode.DebugSession): vscode.DebugAdapterTracker | undefined {
  const { configuration } = session.parentSession ?? session;
  const folder: unknown = configuration["tokenwiseFolder"];
  if (typeof folder !== "string") return undefined;
  const scripts = new CellScripts(folder, configuration["tokenwiseCells"] as string[]);
  return {
    onWillReceiveMessage: (message: unknown) => translateSources(message, (path) => scripts.fileOf(path)),
    onDidSendMessage: (message: unknown) => {
      translateSources(message, (path) => scripts.cellOf(path));
      const isInner = session.parentSession !== undefined;
      if (isInner && isAnswer(message, "configurationDone")) configured.fire(folder);
    },
  };
}

function isAnswer(message: unknown, command: string): boolean {
  const { type, command: answered } = message as { type?: unknown; command?: unknown };
  return type === "response" && answered === command;
}

/** Resolves when the debugger has set its breakpoints in a session of this folder's. */
function isConfigured(folder: string): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      listening.dispose();
      resolve();
    };
    const timer = setTimeout(end, patience);
    const listening = configured.event((configuredFolder) => {
      if (configuredFolder === folder) end();
    });
  });
}

/** Resolves when the session has ended, whoever ended it. */
function endOf(debug: vscode.DebugSession): Promise<void> {
  return new Promise((resolve) => {
    const listening = vscode.debug.onDidTerminateDebugSession((other) => {
      if (other.id !== debug.id) return;
      listening.dispose();
      resolve();
    });
  });
}
