import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { NotebookSession } from "../notebook/notebookSession.ts";
import type { Sessions } from "../notebook/sessions.ts";
import { variableDocument } from "./variableDocument.ts";
import type { ListedVariable } from "./variablesView.ts";

interface OpenVariable {
  readonly variable: ListedVariable;
  readonly panel: vscode.WebviewPanel;
  /** What it shows, to leave it alone where nothing has changed. */
  shown: string;
}

/** The opened variables, one editor each: a tensor as a heat map, anything else as a cell would show it. */
export class VariablePanels implements vscode.Disposable {
  readonly #sessions: Sessions;
  readonly #scripts: vscode.Uri;
  readonly #open = new Map<string, OpenVariable>();
  readonly #changes: vscode.Disposable;

  constructor(sessions: Sessions, extensionUri: vscode.Uri) {
    this.#sessions = sessions;
    this.#scripts = vscode.Uri.joinPath(extensionUri, "dist");
    this.#changes = sessions.onDidChange((session) => void this.#refresh(session));
  }

  /** Opens the variable as it is now, in the editor that shows it already if there is one. */
  async open(variable: ListedVariable): Promise<void> {
    const { name, notebook } = variable;
    if (this.#sessions.find(notebook)?.kernel === undefined) {
      void vscode.window.showInformationMessage(
        `The kernel that held ${name} has ended: run its cell again to see it.`,
      );
      return;
    }
    const key = `${notebook.uri.toString()} ${name}`;
    const existing = this.#open.get(key);
    existing?.panel.reveal(undefined, true);
    const open = existing ?? { variable, panel: this.#createPanel(name), shown: "" };
    this.#open.set(key, open);
    open.panel.onDidDispose(() => this.#open.delete(key));
    await this.#show(open);
  }

  dispose(): void {
    this.#changes.dispose();
    for (const { panel } of [...this.#open.values()]) panel.dispose();
  }

  /** After a cell, what is opened shows the values that the variables have now. */
  async #refresh(session: NotebookSession): Promise<void> {
    if (session.state !== "idle") return;
    for (const open of this.#open.values())
      if (open.variable.notebook === session.notebook && open.panel.visible) await this.#show(open);
  }

  async #show(open: OpenVariable): Promise<void> {
    const { name, notebook } = open.variable;
    const data = await this.#sessions.find(notebook)?.kernel?.showVariable(name);
    const shown = JSON.stringify(data);
    if (data === undefined || shown === open.shown || !this.#isOpen(open)) return;
    open.shown = shown;
    const { webview } = open.panel;
    webview.html = variableDocument({
      name,
      data,
      script: webview.asWebviewUri(vscode.Uri.joinPath(this.#scripts, "page.js")).toString(),
      nonce: randomBytes(16).toString("base64"),
    });
  }

  #isOpen(open: OpenVariable): boolean {
    return [...this.#open.values()].includes(open);
  }

  #createPanel(name: string): vscode.WebviewPanel {
    const where = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const options = { enableScripts: true, localResourceRoots: [this.#scripts] };
    return vscode.window.createWebviewPanel("tokenwise.variable", name, where, options);
  }
}
