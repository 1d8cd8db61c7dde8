import type ts from "typescript";
import { isCellFile } from "./cellFile.ts";
import type { LinkedCells } from "./linkCells.ts";

/** Keeps what stands behind a cell's text (see `cellLinks`) out of what the editor is told. */
export function hideLinks(service: ts.LanguageService, cells: LinkedCells): ts.LanguageService {
  const isShown = (fileName: string, start: number): boolean => start < (cells.endOf(fileName) ?? Infinity);
  const shownSpan = (span: { fileName: string; textSpan: ts.TextSpan }): boolean =>
    isShown(span.fileName, span.textSpan.start);
  const shownChanges = (changes: readonly ts.FileTextChanges[]): ts.FileTextChanges[] =>
    changes.map((change) => withinCell(change, cells.endOf(change.fileName)));
  const shownActions = <T extends { changes: ts.FileTextChanges[] }>(actions: readonly T[]): T[] =>
    actions.map((action) => ({ ...action, changes: shownChanges(action.changes) }));

  return Object.assign(Object.create(service) as ts.LanguageService, {
    getSyntacticDiagnostics: (file) => movedToEnd(service.getSyntacticDiagnostics(file), cells.endOf(file)),
    getSemanticDiagnostics: (file) =>
      service.getSemanticDiagnostics(file).filter(({ start }) => isShown(file, start ?? 0)),
    getSuggestionDiagnostics: (file) =>
      service.getSuggestionDiagnostics(file).filter(({ start }) => isShown(file, start)),
    getNavigationTree: (file) => {
      const tree = service.getNavigationTree(file);
      const childItems = tree.childItems?.filter(({ spans }) =>
        spans.some((span) => isShown(file, span.start)),
      );
      return childItems === undefined ? tree : { ...tree, childItems };
    },
    getOutliningSpans: (file) =>
      service.getOutliningSpans(file).filter(({ textSpan }) => isShown(file, textSpan.start)),
    getNavigateToItems: (...args) => service.getNavigateToItems(...args).filter(shownSpan),
    getReferencesAtPosition: (...args) => service.getReferencesAtPosition(...args)?.filter(shownSpan),
    findReferences: (...args) =>
      service
        .findReferences(...args)
        ?.map((symbol) => ({ ...symbol, references: symbol.references.filter(shownSpan) })),
    getDocumentHighlights: (...args) =>
      service.getDocumentHighlights(...args)?.map(({ fileName, highlightSpans }) => ({
        fileName,
        highlightSpans: highlightSpans.filter(({ textSpan }) => isShown(fileName, textSpan.start)),
      })),
    findRenameLocations: (...args: [string, number, boolean, boolean, never]) =>
      service.findRenameLocations(...args)?.filter(shownSpan),
    organizeImports: (...args) => shownChanges(service.organizeImports(...args)),
    getCodeFixesAtPosition: (...args) =>
      shownActions(service.getCodeFixesAtPosition(...args)).filter(
        ({ description }) => !isInner(description),
      ),
    getCompletionsAtPosition: (...args) => withoutCells(service.getCompletionsAtPosition(...args)),
    getCompletionEntryDetails: (...args) => {
      const details = service.getCompletionEntryDetails(...args);
      if (details?.codeActions === undefined) return details;
      return { ...details, codeActions: shownActions(details.codeActions) };
    },
  } satisfies Partial<ts.LanguageService>);
}

/** What a cell leaves open is found missing behind its text, often more than once; it is missing at the text's end. */
function movedToEnd(
  diagnostics: readonly ts.DiagnosticWithLocation[],
  end: number | undefined,
): ts.DiagnosticWithLocation[] {
  if (end === undefined) return [...diagnostics];
  const within = diagnostics.filter(({ start }) => start < end);
  const [beyond] = diagnostics.filter(({ start }) => start >= end);
  if (within.length > 0 || beyond === undefined) return within;
  return [{ ...beyond, start: Math.max(end - 1, 0), length: Math.min(end, 1) }];
}

/** An import that TypeScript would add to the links becomes the cell's first line; other changes of them go. */
function withinCell(change: ts.FileTextChanges, end: number | undefined): ts.FileTextChanges {
  if (end === undefined) return change;
  const textChanges = change.textChanges.flatMap((one) => {
    if (one.span.start <= end && one.span.start + one.span.length <= end) return [one];
    if (!one.newText.trimStart().startsWith("import ")) return [];
    return [{ span: { start: 0, length: 0 }, newText: `${one.newText.trim()}\n` }];
  });
  return { ...change, textChanges };
}

/** Whether a text names one of the modules that "tokenwise" is declared by (scripts/declarations.js). */
function isInner(text: string): boolean {
  return text.includes('"tokenwise/');
}

/** Cells see each other's names anyhow, so importing one from its cell's file is nothing to offer. */
function withoutCells<T extends ts.CompletionInfo | undefined>(completions: T): T {
  if (completions === undefined) return completions;
  const entries = completions.entries.filter(
    ({ data, source }) => !isCellFile(data?.fileName ?? "") && !isInner(`"${source}"`),
  );
  return { ...completions, entries };
}
