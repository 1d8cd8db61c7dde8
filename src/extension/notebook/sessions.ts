import { homedir } from "node:os";
import { dirname } from "node:path";
import * as vscode from "vscode";
import { KernelProcess } from "../../host/kernelProcess.ts";
import { Turns } from "../../host/questions.ts";
import { askInput } from "./askInput.ts";
import { NotebookSession } from "./notebookSession.ts";
import { Renames } from "./renames.ts";
import { savedAs } from "./savedAs.ts";

/** A tab that is moved to another group, or saved under its first name, is closed and opened within this time. */
const moveMilliseconds = 200;
/** How long VS Code may take to open the document of a renamed file. */
const renameMilliseconds = 5000;

/**
 * The sessions of all open notebooks. A session starts with a notebook's first run and ends when its last tab is
 * closed: VS Code may hold the document for minutes longer, or for as long as another extension wants it.
 */
export class Sessions implements vscode.Disposable {
  readonly #kernelPath: string;
  readonly #sessions = new Map<vscode.NotebookDocument, NotebookSession>();
  readonly #changed = new vscode.EventEmitter<NotebookSession>();
  /** Fires when a session begins, ends or changes its state. */
  readonly onDidChange = this.#changed.event;
  /** VS Code shows one input box at a time, for whichever notebook. */
  readonly #questions = new Turns();
  readonly #renames = new Renames();
  readonly #closing: vscode.Disposable;

  constructor(kernelPath: string) {
    this.#kernelPath = kernelPath;
    this.#closing = vscode.Disposable.from(
      this.#renames,
      vscode.workspace.onDidOpenNotebookDocument((notebook) => this.#takeOver(notebook)),
      vscode.workspace.onDidCloseNotebookDocument((notebook) => this.#closeDocument(notebook)),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => {
        if (closed.length > 0)
          setTimeout(() => closed.forEach((tab) => this.#closeHidden(tab)), moveMilliseconds);
      }),
    );
  }

  find(notebook: vscode.NotebookDocument): NotebookSession | undefined {
    return this.#sessions.get(notebook);
  }

  of(notebook: vscode.NotebookDocument): NotebookSession {
    const existing = this.#sessions.get(notebook);
    if (existing !== undefined) return existing;
    const session = new NotebookSession(notebook, (started) => this.#launch(started));
    this.#sessions.set(notebook, session);
    session.onDidChange(() => this.#changed.fire(session));
    session.onDidDie((reason) => void offerRestart(session, reason));
    return session;
  }

  dispose(): void {
    this.#closing.dispose();
    for (const session of this.#sessions.values()) session.dispose();
    this.#sessions.clear();
    this.#changed.dispose();
  }

  /** Goes on with a file's notebook under the file's new name. */
  #takeOver(renamed: vscode.NotebookDocument): void {
    for (const [notebook, session] of this.#sessions)
      if (this.#renames.of(notebook) === renamed.uri.toString()) this.#handOn(session, renamed);
  }

  #closeDocument(notebook: vscode.NotebookDocument): void {
    // The document that takes an unsaved one's place may be opened only now.
    if (notebook.isUntitled) setTimeout(() => this.#close(notebook), moveMilliseconds);
    else this.#close(notebook);
  }

  /** Ends the notebook's session, or hands it on to the document that the notebook was saved as. */
  #close(notebook: vscode.NotebookDocument): void {
    const session = this.#sessions.get(notebook);
    if (session === undefined) return;
    const saved = savedAs(notebook, (candidate) => !this.#sessions.has(candidate));
    if (saved !== undefined) this.#handOn(session, saved);
    else if (this.#renames.of(notebook) === undefined) this.#end(session);
    else setTimeout(() => this.#sessions.get(notebook) === session && this.#end(session), renameMilliseconds);
  }

  #end(session: NotebookSession): void {
    this.#sessions.delete(session.notebook);
    session.dispose();
    this.#changed.fire(session);
  }

  #handOn(session: NotebookSession, successor: vscode.NotebookDocument): void {
    const before = folderOf(session.notebook);
    this.#sessions.delete(session.notebook);
    this.#sessions.set(successor, session);
    session.moveTo(successor);
    void offerFolder(session, before);
    this.#changed.fire(session);
  }

  #closeHidden(tab: vscode.Tab): void {
    const uri = notebookUri(tab);
    if (uri === undefined) return;
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    if (tabs.some((other) => notebookUri(other) === uri)) return;
    for (const notebook of this.#sessions.keys()) if (notebook.uri.toString() === uri) this.#close(notebook);
  }

  #launch(session: NotebookSession): KernelProcess {
    const { notebook } = session;
    const settings = vscode.workspace.getConfiguration("tokenwise.kernel", notebook.uri);
    const kernel = KernelProcess.start({
      kernelPath: this.#kernelPath,
      execPath: process.execPath,
      cwd: folderOf(notebook),
      ...(notebook.uri.scheme === "file" ? { notebookPath: notebook.uri.fsPath } : {}),
      // Within VS Code this program is Electron, which is a Node when told so: no `node` on the PATH is needed.
      env: { ...settings.get<Record<string, string>>("environment"), ELECTRON_RUN_AS_NODE: "1" },
      heapMb: heapMegabytes(settings),
      heapHint: "the setting tokenwise.kernel.heapMegabytes",
    });
    kernel.onInput((prompt, signal) =>
      this.#questions.take(() => askInput(session.notebook, prompt, signal), signal),
    );
    return kernel;
  }
}

/** @throws RangeError where somebody has written what VS Code's settings editor refuses. */
function heapMegabytes(settings: vscode.WorkspaceConfiguration): number {
  const megabytes: unknown = settings.get("heapMegabytes", 4096);
  if (Number.isFinite(megabytes) && Number(megabytes) >= 1) return Number(megabytes);
  const given = JSON.stringify(megabytes);
  throw new RangeError(
    `The setting tokenwise.kernel.heapMegabytes is ${given}: it must be a number of megabytes, such as 4096.`,
  );
}

function notebookUri({ input }: vscode.Tab): string | undefined {
  return input instanceof vscode.TabInputNotebook ? input.uri.toString() : undefined;
}

/** Where a notebook runs: in its own folder; one that is not saved yet in the workspace's first, else the user's home. */
function folderOf({ uri }: vscode.NotebookDocument): string {
  if (uri.scheme === "file") return dirname(uri.fsPath);
  return vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === "file")?.uri.fsPath ?? homedir();
}

/** A kernel stays in the folder that it was started in: relative paths start there until it is restarted. */
async function offerFolder(session: NotebookSession, before: string): Promise<void> {
  const folder = folderOf(session.notebook);
  if (session.kernel === undefined || folder === before) return;
  const restart = "Restart Kernel";
  const message = `The kernel goes on in ${before}. Restart it to run in the notebook's folder, ${folder}.`;
  if ((await vscode.window.showInformationMessage(message, restart)) === restart) await session.restart();
}

async function offerRestart(session: NotebookSession, reason: string): Promise<void> {
  const name = session.notebook.uri.path.split("/").at(-1);
  const restart = "Restart Kernel";
  const runAll = "Restart and Run All";
  const answer = await vscode.window.showErrorMessage(
    `The kernel of ${name} died. ${reason}`,
    restart,
    runAll,
  );
  if (answer === restart) await session.restart();
  if (answer === runAll)
    await vscode.commands.executeCommand("tokenwise.restartAndRunAll", session.notebook.uri);
}
