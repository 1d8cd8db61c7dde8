import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import { isRecord } from "../notebook/notebookLanguage.ts";
import { CellSources, type CellFile } from "./cellSources.ts";
import { translateSources } from "./translateSources.ts";

const patience = 10_000;
const resuming = new Set(["continue", "next", "stepIn", "stepOut"]);

/** A session of VS Code's JavaScript debugger, which is attached to a notebook's kernel while a cell runs. */
export class AttachedDebugger {
  static readonly #byFolder = new Map<string, AttachedDebugger>();
  readonly #folder: string;
  readonly #sources: CellSources;
  readonly #listening: vscode.Disposable;
  #session: vscode.DebugSession | undefined;
  #isPaused = false;
  #onReady = (): void => undefined;
  #onEnd = (): void => undefined;
  readonly #ready = new Promise<void>((resolve) => (this.#onReady = resolve));
  readonly #end = new Promise<void>((resolve) => (this.#onEnd = resolve));

  /** Has the debugger's messages name cells where they name the files that stand for them. */
  static register(): vscode.Disposable {
    return vscode.debug.registerDebugAdapterTrackerFactory("pwa-node", {
      createDebugAdapterTracker: (session) => {
        // js-debug attaches in a session under the one that was started; that one has the breakpoints.
        const { configuration } = session.parentSession ?? session;
        const attached = AttachedDebugger.#byFolder.get(String(configuration["tokenwiseFolder"]));
        return attached?.tracker(session.parentSession !== undefined);
      },
    });
  }

  /** @param folder where the cells' files lie; it is this session's alone. */
  constructor(folder: string, cells: readonly CellFile[]) {
    this.#folder = folder;
    this.#sources = new CellSources(folder, cells);
    this.#listening = vscode.Disposable.from(
      vscode.debug.onDidStartDebugSession((session) => {
        const isOurs = session.configuration["tokenwiseFolder"] === folder;
        if (isOurs && session.parentSession === undefined) this.#session = session;
      }),
      vscode.debug.onDidTerminateDebugSession((session) => {
        if (session.id === this.#session?.id) this.#onEnd();
      }),
    );
  }

  /** Whether the kernel is stopped at a breakpoint, or after a step. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Resolves when all breakpoints are set. */
  async attach(
    workspace: vscode.WorkspaceFolder | undefined,
    configuration: vscode.DebugConfiguration,
  ): Promise<void> {
    AttachedDebugger.#byFolder.set(this.#folder, this);
    // Cells are debugged as they stand in the editor, also in a notebook that has never been saved.
    const options = { suppressSaveBeforeStart: true };
    const ours = { ...configuration, tokenwiseFolder: this.#folder };
    const succeeded = await vscode.debug.startDebugging(workspace, ours, options);
    if (!succeeded || this.#session === undefined)
      throw new Error("VS Code's JavaScript debugger did not start.");
    await Promise.race([this.#ready, sleep(patience)]);
  }

  /** What was stopped at a breakpoint runs on. */
  async detach(): Promise<void> {
    if (this.#session === undefined) return;
    void vscode.debug.stopDebugging(this.#session);
    await Promise.race([this.#end, sleep(patience)]);
  }

  dispose(): void {
    this.#listening.dispose();
    AttachedDebugger.#byFolder.delete(this.#folder);
  }

  /** @param isInner whether the session is the one that has the breakpoints. */
  private tracker(isInner: boolean): vscode.DebugAdapterTracker {
    return {
      onWillReceiveMessage: (message: unknown) => {
        translateSources(message, (path) => this.#sources.fileOf(path));
        if (isRecord(message) && resuming.has(String(message["command"]))) this.#isPaused = false;
      },
      onDidSendMessage: (message: unknown) => {
        translateSources(message, (path) => this.#sources.cellOf(path));
        if (!isInner || !isRecord(message)) return;
        if (message["event"] === "stopped") this.#isPaused = true;
        if (message["event"] === "continued") this.#isPaused = false;
        // The answer comes once all breakpoints are set.
        if (message["type"] === "response" && message["command"] === "configurationDone") this.#onReady();
      },
    };
  }
}
