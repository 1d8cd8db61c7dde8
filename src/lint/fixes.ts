import { cellSource, notebookStyle, parseNotebook, serializeNotebook, splitText } from "../nbformat/index.ts";
import type { Finding, Place, PlacedSuggestion } from "./finding.ts";
import { LineMap } from "./lineMap.ts";
import type { LintLanguage } from "./linter.ts";

type Edit = PlacedSuggestion["edits"][number];

/**
 * A file's text with every safe fix applied; in a notebook within its cells. A repair that changes what a trained model
 * computes is never safe.
 */
export function withSafeFixes(text: string, findings: readonly Finding[], language: LintLanguage): string {
  const edits = findings
    .flatMap((finding) => finding.suggestions)
    .flatMap((suggestion) => (suggestion.safe ? suggestion.edits : []));
  if (edits.length === 0) return text;
  return language === "notebook" ? withCellEdits(text, edits) : withEdits(text, edits);
}

/** Last first, so that places stay true. */
function withEdits(text: string, edits: readonly Edit[]): string {
  const lines = new LineMap(text);
  const offset = (line: number, column: number): number => lines.start(line - 1) + column - 1;
  const startOf = (place: Place): number => offset(place.line, place.column);
  return [...edits]
    .sort((a, b) => startOf(b) - startOf(a))
    .reduce(
      (fixed, edit) =>
        fixed.slice(0, startOf(edit)) + edit.text + fixed.slice(offset(edit.endLine, edit.endColumn)),
      text,
    );
}

function withCellEdits(text: string, edits: readonly Edit[]): string {
  const notebook = parseNotebook(text);
  const cells = notebook.cells.map((cell, index) => {
    const here = edits.filter((edit) => edit.cell === index + 1);
    if (here.length === 0) return cell;
    const source = withEdits(cellSource(cell), here);
    return { ...cell, source: typeof cell.source === "string" ? source : splitText(source) };
  });
  return serializeNotebook({ ...notebook, cells }, notebookStyle(text));
}
