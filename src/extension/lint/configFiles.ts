import * as vscode from "vscode";
import { ConfigError, type LintConfig, configName, fileChoice, parseConfig } from "../../lint/index.ts";

/** A tokenwise.json, and the folder that its patterns and file names are seen from. */
export interface ConfigFile {
  readonly folder: vscode.Uri;
  readonly config: LintConfig;
  /** Whether a file is left in. */
  chooses(uri: vscode.Uri): boolean;
}

/**
 * Finds the tokenwise.json of each file: the nearest one in its folder or above. Each is read once and again when it is
 * saved; one that is wrong is told in the Problems panel and counts as absent.
 */
export class ConfigFiles implements vscode.Disposable {
  private readonly byFolder = new Map<string, Promise<ConfigFile | null>>();
  private readonly wrong = vscode.languages.createDiagnosticCollection("tokenwise.config");
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly watcher = vscode.workspace.createFileSystemWatcher(`**/${configName}`);
  /** A tokenwise.json was written, made or removed. */
  readonly onDidChange = this.changed.event;

  constructor() {
    const forget = (): void => {
      this.byFolder.clear();
      this.wrong.clear();
      this.changed.fire();
    };
    this.watcher.onDidChange(forget);
    this.watcher.onDidCreate(forget);
    this.watcher.onDidDelete(forget);
  }

  of(uri: vscode.Uri): Promise<ConfigFile | null> {
    if (uri.scheme === "untitled") return Promise.resolve(null);
    return this.inOrAbove(vscode.Uri.joinPath(uri, ".."));
  }

  private inOrAbove(folder: vscode.Uri): Promise<ConfigFile | null> {
    const key = folder.toString();
    const known = this.byFolder.get(key);
    if (known) return known;
    const parent = vscode.Uri.joinPath(folder, "..");
    const found = this.read(folder).then(
      (config) => config ?? (parent.path === folder.path ? null : this.inOrAbove(parent)),
    );
    this.byFolder.set(key, found);
    return found;
  }

  private async read(folder: vscode.Uri): Promise<ConfigFile | null> {
    const uri = vscode.Uri.joinPath(folder, configName);
    let bytes: Uint8Array;
    try {
      bytes = await vscode.workspace.fs.readFile(uri);
    } catch {
      return null;
    }
    try {
      const config = parseConfig(new TextDecoder().decode(bytes), configName);
      const choice = fileChoice(config);
      const root = folder.path.replace(/\/$/, "");
      return { folder, config, chooses: ({ path }) => choice(path.slice(root.length + 1)) };
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const start = new vscode.Range(0, 0, 0, 1);
      this.wrong.set(uri, [new vscode.Diagnostic(start, error.message, vscode.DiagnosticSeverity.Error)]);
      return null;
    }
  }

  dispose(): void {
    this.watcher.dispose();
    this.changed.dispose();
    this.wrong.dispose();
  }
}
