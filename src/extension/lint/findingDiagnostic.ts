import * as vscode from "vscode";
import type { Finding, Place } from "../../lint/index.ts";

const severities = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  note: vscode.DiagnosticSeverity.Information,
} as const;

/** The document that a place lies in; `path` is set for a neighbouring file. */
export type UriOf = (place: Place & { readonly path?: string }) => vscode.Uri;

/** A diagnostic that remembers its finding, for quick fixes, hovers and the tree. */
export class FindingDiagnostic extends vscode.Diagnostic {
  readonly finding: Finding;

  /**
   * @param uriOf the document of a place: the file's own, a cell, or a neighbouring file
   * @param page where a click on the rule's id leads
   */
  constructor(finding: Finding, uriOf: UriOf, page: vscode.Uri) {
    super(rangeOf(finding), finding.message, severities[finding.severity]);
    this.finding = finding;
    this.source = "tokenwise";
    this.code = { value: finding.ruleId, target: page };
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
