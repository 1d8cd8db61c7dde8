import * as vscode from "vscode";

/** Where the files of open notebooks are renamed to: VS Code closes one document and opens another for that. */
export class Renames implements vscode.Disposable {
  readonly #renamed = new WeakMap<vscode.NotebookDocument, vscode.Uri>();
  readonly #listening = vscode.workspace.onWillRenameFiles(({ files }) => {
    for (const { oldUri, newUri } of files) this.#add(oldUri, newUri);
  });

  /** The new address of a notebook that is being renamed, or was. */
  of(notebook: vscode.NotebookDocument): string | undefined {
    return this.#renamed.get(notebook)?.toString();
  }

  dispose(): void {
    this.#listening.dispose();
  }

  /** A renamed folder takes the notebooks in it along. */
  #add(from: vscode.Uri, to: vscode.Uri): void {
    for (const notebook of vscode.workspace.notebookDocuments) {
      const rest = notebook.uri.path.slice(from.path.length);
      const isWithin = notebook.uri.path === from.path + rest && (rest === "" || rest.startsWith("/"));
      if (isWithin) this.#renamed.set(notebook, notebook.uri.with({ path: to.path + rest }));
    }
  }
}
