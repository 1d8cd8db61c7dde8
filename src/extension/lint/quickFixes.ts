import * as vscode from "vscode";
import type { PlacedSuggestion } from "../../lint/index.ts";
import { checkedLanguages } from "./checkedLanguages.ts";
import { type FindingDiagnostic, rangeOf } from "./findingDiagnostic.ts";
import type { Problems } from "./problems.ts";

/**
 * Quick fixes of findings. A repair that changes what a trained model computes opens a preview and is applied only when it
 * is confirmed there; what is safe is applied at once. Nothing here is a fix-all.
 */
export function registerQuickFixes(problems: Problems): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: (document, range) =>
      problems
        .of(document.uri)
        .filter((diagnostic) => diagnostic.range.intersection(range))
        .flatMap((diagnostic) => actionsFor(document, diagnostic)),
  };
  return vscode.languages.registerCodeActionsProvider(checkedLanguages, provider, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  });
}

function actionsFor(document: vscode.TextDocument, diagnostic: FindingDiagnostic): vscode.CodeAction[] {
  const { suggestions, cell } = diagnostic.finding;
  const here = suggestions.filter((suggestion) => suggestion.edits.every((edit) => edit.cell === cell));
  return [
    ...here.map((suggestion) => repair(document, diagnostic, suggestion)),
    silence(document, diagnostic),
  ];
}

function repair(
  document: vscode.TextDocument,
  diagnostic: FindingDiagnostic,
  { title, safe, edits }: PlacedSuggestion,
): vscode.CodeAction {
  const action = new vscode.CodeAction(safe ? title : `${title} (preview)`, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.isPreferred = safe;
  action.edit = new vscode.WorkspaceEdit();
  const asked = { needsConfirmation: true, label: title, description: diagnostic.finding.ruleId };
  for (const edit of edits)
    action.edit.replace(document.uri, rangeOf(edit), edit.text, safe ? undefined : asked);
  return action;
}

/** A comment on the line above, with the cursor where the reason goes. */
function silence(document: vscode.TextDocument, diagnostic: FindingDiagnostic): vscode.CodeAction {
  const line = document.lineAt(diagnostic.range.start.line);
  const indent = line.text.slice(0, line.firstNonWhitespaceCharacterIndex);
  const mark = document.languageId === "python" ? "#" : "//";
  const { ruleId } = diagnostic.finding;
  const action = new vscode.CodeAction(
    `Silence ${ruleId} here, with a reason`,
    vscode.CodeActionKind.QuickFix,
  );
  action.diagnostics = [diagnostic];
  const comment = new vscode.SnippetString(`${indent}${mark} tokenwise: ignore-next-line[${ruleId}] `)
    .appendPlaceholder("why this is intended")
    .appendText("\n");
  action.edit = new vscode.WorkspaceEdit();
  action.edit.set(document.uri, [
    new vscode.SnippetTextEdit(new vscode.Range(line.range.start, line.range.start), comment),
  ]);
  return action;
}
