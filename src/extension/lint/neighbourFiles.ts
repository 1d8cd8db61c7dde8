import * as vscode from "vscode";
import type { Neighbours } from "../../lint/index.ts";

/** Larger files are generated, or data. */
const mostBytes = 400_000;
/** An import may lead to a file that imports in turn. */
const mostRounds = 4;

/**
 * The files that checked ones import from. The lint asks at once and the editor reads later, so a check that asked for
 * files not read yet is run again when they are there. Open documents count as they are typed.
 */
export class NeighbourFiles implements vscode.Disposable {
  private readonly known = new Map<string, string | null>();
  private readonly watcher = vscode.workspace.createFileSystemWatcher(
    "**/*.{py,pyi,ts,mts,cts,tsx,js,mjs,cjs,jsx}",
  );

  constructor() {
    const forget = (uri: vscode.Uri): void => void this.known.delete(uri.path);
    this.watcher.onDidChange(forget);
    this.watcher.onDidCreate(forget);
    this.watcher.onDidDelete(forget);
  }

  /** Runs a check until it asks for nothing that was not read. */
  async settle<T>(uri: vscode.Uri, check: (neighbours: Neighbours) => T): Promise<T> {
    if (uri.scheme === "untitled") return check({ read: () => null });
    for (let round = 1; ; round++) {
      const missing = new Set<string>();
      const result = check({ read: (path) => this.read(uri, path, missing) });
      if (missing.size === 0 || round === mostRounds) return result;
      const found = await Promise.all([...missing].map((path) => this.load(uri.with({ path }))));
      if (!found.includes(true)) return result;
    }
  }

  private read(from: vscode.Uri, path: string, missing: Set<string>): string | null {
    const open = vscode.workspace.textDocuments.find(
      ({ uri }) => uri.path === path && uri.scheme === from.scheme && uri.authority === from.authority,
    );
    if (open) return open.getText();
    const known = this.known.get(path);
    if (known === undefined) missing.add(path);
    return known ?? null;
  }

  /** Whether there is such a file. */
  private async load(uri: vscode.Uri): Promise<boolean> {
    const text = await textOf(uri);
    this.known.set(uri.path, text);
    return text !== null;
  }

  dispose(): void {
    this.watcher.dispose();
  }
}

async function textOf(uri: vscode.Uri): Promise<string | null> {
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    if (!(type & vscode.FileType.File) || size > mostBytes) return null;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return null; // Most candidates are not there.
  }
}
