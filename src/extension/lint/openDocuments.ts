import type * as vscode from "vscode";
import type { LintDocument, Linter } from "../../lint/index.ts";

/** What the linter keeps of open files and notebooks, so that a check after an edit costs what has changed. */
export class OpenDocuments implements vscode.Disposable {
  private readonly documents = new Map<string, LintDocument>();

  of(uri: vscode.Uri, linter: Linter): LintDocument {
    const known = this.documents.get(uri.toString());
    if (known) return known;
    const document = linter.document(uri.path);
    this.documents.set(uri.toString(), document);
    return document;
  }

  close(uri: vscode.Uri): void {
    this.documents.get(uri.toString())?.dispose();
    this.documents.delete(uri.toString());
  }

  dispose(): void {
    for (const document of this.documents.values()) document.dispose();
    this.documents.clear();
  }
}
