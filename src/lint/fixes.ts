import { type SourceEdit, cellSource, parseReadableCells, withSourceEdits } from "../nbformat/index.ts";
import type { Finding, PlacedSuggestion } from "./finding.ts";
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
const withEdits = (text: string, edits: readonly Edit[]): string =>
  edits
    .map((edit) => placed(edit, new LineMap(text)))
    .sort((a, b) => b.start - a.start)
    .reduce((fixed, edit) => fixed.slice(0, edit.start) + edit.text + fixed.slice(edit.end), text);

function placed({ line, column, endLine, endColumn, text }: Edit, lines: LineMap): SourceEdit {
  const offset = (row: number, unit: number): number => lines.start(row - 1) + unit - 1;
  return { start: offset(line, column), end: offset(endLine, endColumn), text };
}

function withCellEdits(text: string, edits: readonly Edit[]): string {
  const byCell = new Map<number, SourceEdit[]>();
  parseReadableCells(text).cells.forEach((cell, index) => {
    const here = edits.filter((edit) => edit.cell === index + 1);
    if (here.length === 0 || cell instanceof Error) return;
    const lines = new LineMap(cellSource(cell));
    byCell.set(
      index,
      here.map((edit) => placed(edit, lines)),
    );
  });
  return withSourceEdits(text, byCell);
}
