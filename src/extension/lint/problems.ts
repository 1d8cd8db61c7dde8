import * as vscode from "vscode";
import type { Finding, LintResult, Linter } from "../../lint/index.ts";
import { languageOfPath } from "../../lint/index.ts";
import { withoutBaseline } from "./baselines.ts";
import { isChecked, languageOf } from "./checkedLanguages.ts";
import type { ConfigFiles } from "./configFiles.ts";
import { fileText } from "./fileText.ts";
import { FindingDiagnostic, type UriOf } from "./findingDiagnostic.ts";
import { type LintSettings, lintSettings } from "./lintSettings.ts";
import { NeighbourFiles } from "./neighbourFiles.ts";
import { OpenDocuments } from "./openDocuments.ts";
import type { RulePages } from "./rulePages.ts";

/** The findings in the Problems panel: one collection, set file by file. */
export class Problems implements vscode.Disposable {
  private readonly collection = vscode.languages.createDiagnosticCollection("tokenwise");
  /** What a command checked stays listed when its document is closed. */
  private readonly kept = new Set<string>();
  /** What kept files and notebooks from being checked in full. */
  private readonly gaps = new Map<string, readonly string[]>();
  private readonly neighbours = new NeighbourFiles();
  private readonly open = new OpenDocuments();
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly linter: () => Promise<Linter>;
  private readonly configs: ConfigFiles;
  private readonly pages: RulePages;
  /** The findings of some file are others now. */
  readonly onDidChange = this.changed.event;

  constructor(linter: () => Promise<Linter>, configs: ConfigFiles, pages: RulePages) {
    this.linter = linter;
    this.configs = configs;
    this.pages = pages;
  }

  /** The diagnostics of a document or cell. */
  of(uri: vscode.Uri): readonly FindingDiagnostic[] {
    return (this.collection.get(uri) ?? []) as readonly FindingDiagnostic[];
  }

  /** All diagnostics, file by file and cell by cell. */
  all(): (readonly [vscode.Uri, readonly FindingDiagnostic[]])[] {
    const found: (readonly [vscode.Uri, readonly FindingDiagnostic[]])[] = [];
    this.collection.forEach((uri) => found.push([uri, this.of(uri)]));
    return found;
  }

  /** What kept a file or notebook from being checked in full, in words. */
  gapsOf(uri: vscode.Uri): readonly string[] {
    return this.gaps.get(uri.toString()) ?? [];
  }

  /** Checks an open text document; gives the number of problems shown. */
  async checkDocument(document: vscode.TextDocument): Promise<number> {
    const language = languageOf(document);
    if (!language) return 0;
    const linter = await this.linter();
    const settings = await this.settings(document.uri);
    const { version } = document;
    const result = await this.neighbours.settle(document.uri, (neighbours) =>
      this.open.of(document.uri, linter).lint(document.getText(), language, settings.options, neighbours),
    );
    const shown = await this.shown(document.uri, result, settings);
    if (document.isClosed || document.version !== version) return 0;
    return this.show(document.uri, shown);
  }

  /** Checks the cells of an open notebook as one program. */
  async checkNotebook(notebook: vscode.NotebookDocument): Promise<number> {
    const linter = await this.linter();
    const settings = await this.settings(notebook.uri);
    const cells = notebook.getCells();
    const sources = cells.flatMap((cell, index) =>
      cell.kind === vscode.NotebookCellKind.Code
        ? [{ number: index + 1, language: cell.document.languageId, text: cell.document.getText() }]
        : [],
    );
    const result = await this.neighbours.settle(notebook.uri, (neighbours) =>
      this.open.of(notebook.uri, linter).lintCells(sources, settings.options, neighbours),
    );
    const shown = await this.shown(notebook.uri, result, settings);
    const uriOf: UriOf = ({ cell, path }) =>
      cell === undefined
        ? notebook.uri.with({ path: path ?? notebook.uri.path })
        : cells[cell - 1]!.document.uri;
    cells.forEach((cell, index) =>
      this.set(
        cell.document.uri,
        shown.filter((finding) => finding.cell === index + 1),
        uriOf,
      ),
    );
    this.changed.fire();
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
    const text = fileText(await vscode.workspace.fs.readFile(uri));
    const settings = await this.settings(uri);
    const linter = await this.linter();
    const result = await this.neighbours.settle(uri, (neighbours) =>
      linter.lint({ path: uri.path, text, language, neighbours }, settings.options),
    );
    const shown = await this.shown(uri, result, settings);
    return language === "notebook" ? this.checkNotebookFile(uri, shown) : this.show(uri, shown);
  }

  private async checkNotebookFile(uri: vscode.Uri, shown: readonly Finding[]): Promise<number> {
    const open = vscode.workspace.notebookDocuments.find(
      (notebook) => notebook.uri.toString() === uri.toString(),
    );
    if (!open && shown.length === 0) return 0;
    const notebook = open ?? (await vscode.workspace.openNotebookDocument(uri));
    for (const cell of notebook.getCells()) this.kept.add(cell.document.uri.toString());
    return this.checkNotebook(notebook);
  }

  private async settings(uri: vscode.Uri): Promise<LintSettings> {
    return lintSettings(uri, await this.configs.of(uri));
  }

  /** What the settings and the baseline leave, with what could not be read noted. A file that they leave out shows nothing, open or not. */
  private async shown(
    uri: vscode.Uri,
    result: LintResult,
    settings: LintSettings,
  ): Promise<readonly Finding[]> {
    const gaps = settings.chosen ? result.errors.map(({ message }) => message) : [];
    if (gaps.length > 0) this.gaps.set(uri.toString(), gaps);
    else this.gaps.delete(uri.toString());
    if (!settings.chosen) return [];
    const fresh = await withoutBaseline(result.findings, uri, settings.baseline);
    return fresh.filter((finding) => settings.showNotes || finding.severity !== "note");
  }

  private show(uri: vscode.Uri, shown: readonly Finding[]): number {
    this.set(uri, shown, ({ path }) => uri.with({ path: path ?? uri.path }));
    this.changed.fire();
    return shown.length;
  }

  private set(uri: vscode.Uri, findings: readonly Finding[], uriOf: UriOf): void {
    this.collection.set(
      uri,
      findings.map((finding) => new FindingDiagnostic(finding, uriOf, this.pages.uri(finding.ruleId))),
    );
  }

  /** A document or notebook was closed. */
  forget(uri: vscode.Uri): void {
    this.open.close(uri);
    if (this.kept.has(uri.toString())) return;
    this.collection.delete(uri);
    this.gaps.delete(uri.toString());
    this.changed.fire();
  }

  dispose(): void {
    this.collection.dispose();
    this.neighbours.dispose();
    this.open.dispose();
    this.changed.dispose();
  }
}
