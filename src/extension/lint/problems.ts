import * as vscode from "vscode";
import type { Finding, LintResult, Linter, Place } from "../../lint/index.ts";
import { languageOfPath } from "../../lint/index.ts";
import { lintSettings } from "./lintSettings.ts";

const languages: ReadonlyMap<string, "python" | "typescript" | "javascript" | "tsx"> = new Map([
  ["python", "python"],
  ["typescript", "typescript"],
  ["typescriptreact", "tsx"],
  ["javascript", "javascript"],
  ["javascriptreact", "javascript"],
] as const);

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  note: vscode.DiagnosticSeverity.Information,
} as const;

/** A diagnostic that remembers its finding, for the quick fixes. */
export class FindingDiagnostic extends vscode.Diagnostic {
  readonly finding: Finding;

  constructor(finding: Finding, uriOf: (place: Place) => vscode.Uri) {
    super(rangeOf(finding), finding.message, severities[finding.severity]);
    this.finding = finding;
    this.source = "tokenwise";
    this.code = finding.ruleId;
    this.relatedInformation = finding.related.map(
      (related) =>
        new vscode.DiagnosticRelatedInformation(
          new vscode.Location(uriOf(related), rangeOf(related)),
          related.message,
        ),
    );
  }
}

export const rangeOf = (place: Place): vscode.Range =>
  new vscode.Range(place.line - 1, place.column - 1, place.endLine - 1, place.endColumn - 1);

/** Whether the check reads documents of this language. */
export const isChecked = (document: vscode.TextDocument): boolean => languages.has(document.languageId);

/** The findings in the Problems panel: one collection, set file by file. */
export class Problems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection("tokenwise");
  /** What a command checked stays listed when its document is closed. */
  private readonly kept = new Set<string>();
  private readonly linter: () => Promise<Linter>;

  constructor(linter: () => Promise<Linter>) {
    this.linter = linter;
  }

  /** Checks an open text document; gives the number of problems shown. */
  async checkDocument(document: vscode.TextDocument): Promise<number> {
    const language = languages.get(document.languageId);
    if (!language) return 0;
    const linter = await this.linter();
    const { version } = document;
    const { options } = lintSettings(document.uri);
    const result = linter.lint({ path: document.uri.path, text: document.getText(), language }, options);
    if (document.isClosed || document.version !== version) return 0;
    return this.show(document.uri, result, () => document.uri);
  }

  /** Checks the cells of an open notebook as one program. */
  async checkNotebook(notebook: vscode.NotebookDocument): Promise<number> {
    const linter = await this.linter();
    const cells = notebook.getCells();
    const sources = cells.flatMap((cell, index) =>
      cell.kind === vscode.NotebookCellKind.Code
        ? [{ number: index + 1, language: cell.document.languageId, text: cell.document.getText() }]
        : [],
    );
    const { options, showNotes } = lintSettings(notebook.uri);
    const { findings } = linter.lintCells(notebook.uri.path, sources, options);
    const uriOf = (place: Place): vscode.Uri => cells[(place.cell ?? 1) - 1]!.document.uri;
    const shown = findings.filter((finding) => showNotes || finding.severity !== "note");
    cells.forEach((cell, index) =>
      this.collection.set(
        cell.document.uri,
        shown
          .filter((finding) => finding.cell === index + 1)
          .map((finding) => new FindingDiagnostic(finding, uriOf)),
      ),
    );
    return shown.length;
  }

  /** Checks a file that need not be open. A notebook with findings is loaded, so that its cells have places. */
  async checkFile(uri: vscode.Uri): Promise<number> {
    this.kept.add(uri.toString());
    const open = vscode.workspace.textDocuments.find(
      (document) => document.uri.toString() === uri.toString(),
    );
    if (open && isChecked(open)) return this.checkDocument(open);
    const language = languageOfPath(uri.path);
    if (!language) return 0;
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    const result = (await this.linter()).lint({ path: uri.path, text, language }, lintSettings(uri).options);
    if (language !== "notebook") return this.show(uri, result, () => uri);
    return this.checkNotebookFile(uri, result);
  }

  private async checkNotebookFile(uri: vscode.Uri, result: LintResult): Promise<number> {
    const open = vscode.workspace.notebookDocuments.find(
      (notebook) => notebook.uri.toString() === uri.toString(),
    );
    if (!open && result.findings.length === 0) return 0;
    const notebook = open ?? (await vscode.workspace.openNotebookDocument(uri));
    for (const cell of notebook.getCells()) this.kept.add(cell.document.uri.toString());
    return this.checkNotebook(notebook);
  }

  private show(uri: vscode.Uri, result: LintResult, uriOf: (place: Place) => vscode.Uri): number {
    const { showNotes } = lintSettings(uri);
    const shown = result.findings.filter((finding) => showNotes || finding.severity !== "note");
    this.collection.set(
      uri,
      shown.map((finding) => new FindingDiagnostic(finding, uriOf)),
    );
    return shown.length;
  }

  forget(uri: vscode.Uri): void {
    if (!this.kept.has(uri.toString())) this.collection.delete(uri);
  }

  dispose(): void {
    this.collection.dispose();
  }
}
