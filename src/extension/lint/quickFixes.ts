import * as vscode from "vscode";
import type { PlacedSuggestion } from "../../lint/index.ts";
import { FindingDiagnostic, rangeOf } from "./problems.ts";

const selector = ["python", "typescript", "javascript", "typescriptreact", "javascriptreact"].map(
  (language) => ({ language }),
);

/** Repairs as suggestions, and a comment that silences the line; nothing here is ever applied by fix-all. */
export function registerQuickFixes(): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: (document, _range, context) =>
      context.diagnostics.flatMap((diagnostic) =>
        diagnostic instanceof FindingDiagnostic ? actionsFor(document, diagnostic) : [],
      ),
  };
  return vscode.languages.registerCodeActionsProvider(selector, provider, {
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
  suggestion: PlacedSuggestion,
): vscode.CodeAction {
  const action = new vscode.CodeAction(suggestion.title, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.edit = new vscode.WorkspaceEdit();
  for (const edit of suggestion.edits) action.edit.replace(document.uri, rangeOf(edit), edit.text);
  return action;
}

/** A comment on the line above, with a place for the reason. */
function silence(document: vscode.TextDocument, diagnostic: FindingDiagnostic): vscode.CodeAction {
  const line = document.lineAt(diagnostic.range.start.line);
  const indent = line.text.slice(0, line.firstNonWhitespaceCharacterIndex);
  const mark = document.languageId === "python" ? "#" : "//";
  const { ruleId } = diagnostic.finding;
  const action = new vscode.CodeAction(`Silence ${ruleId} here`, vscode.CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.edit = new vscode.WorkspaceEdit();
  action.edit.insert(
    document.uri,
    line.range.start,
    `${indent}${mark} tokenwise: ignore-next-line[${ruleId}] because \n`,
  );
  return action;
}
