import type { Place } from "./finding.ts";
import type { SourceLanguage } from "./languages/parsers.ts";
import { LineMap } from "./lineMap.ts";
import type { Span } from "./syntax/program.ts";

/** A cell of a notebook; `number` counts all cells from 1. */
export interface SourceCell {
  readonly number: number;
  readonly language: string;
  readonly text: string;
}

/** One program: a file, or the cells of one language in their order. */
export class Source {
  readonly text: string;
  readonly language: SourceLanguage;
  readonly lines: LineMap;
  private readonly cells: readonly { readonly number: number; readonly firstLine: number }[];

  constructor(text: string, language: SourceLanguage, cells: Source["cells"] = []) {
    this.text = text;
    this.language = language;
    this.lines = new LineMap(text);
    this.cells = cells;
  }

  placeOf(span: Span): Place {
    const start = this.position(span.start);
    const end = this.position(Math.max(span.start, span.end));
    const place = { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
    return start.cell === null ? place : { cell: start.cell, ...place };
  }

  /** `line 12`, or `cell 3, line 2` for a place in another cell than `from`. */
  placeText(span: Span, from?: Span): string {
    const { cell, line } = this.position(span.start);
    const here = from && this.position(from.start).cell === cell;
    return cell === null || here ? `line ${line}` : `cell ${cell}, line ${line}`;
  }

  private position(offset: number): { cell: number | null; line: number; column: number } {
    const line = this.lines.line(offset);
    const column = this.lines.column(offset) + 1;
    const cell = this.cells.findLast((candidate) => candidate.firstLine <= line);
    if (!cell) return { cell: null, line: line + 1, column };
    return { cell: cell.number, line: line - cell.firstLine + 1, column };
  }
}

/** The program of a file. A byte order mark and null bytes are blanked, so that offsets stay. */
export const fileSource = (text: string, language: SourceLanguage): Source =>
  new Source(blankOddities(text), language);

const blankOddities = (text: string): string => text.replace(/^\uFEFF|\0/g, " ");

const cellLanguages: ReadonlyMap<string, SourceLanguage> = new Map<string, SourceLanguage>([
  ["python", "python"],
  ["typescript", "typescript"],
  ["typescriptreact", "tsx"],
  ["javascript", "javascript"],
  ["javascriptreact", "javascript"],
]);

/** The programs of a notebook: all its Python cells are one, all its TypeScript and JavaScript cells another. */
export function notebookSources(cells: readonly SourceCell[]): Source[] {
  const groups = new Map<SourceLanguage, SourceCell[]>();
  for (const cell of cells) {
    const language = cellLanguages.get(cell.language);
    if (!language) continue;
    const group = language === "python" ? "python" : "typescript";
    groups.set(group, [...(groups.get(group) ?? []), cell]);
  }
  return [...groups].map(([language, members]) => joinCells(members, language));
}

function joinCells(cells: readonly SourceCell[], language: SourceLanguage): Source {
  const starts: { number: number; firstLine: number }[] = [];
  const texts: string[] = [];
  let line = 0;
  for (const cell of cells) {
    const text = blankOddities(language === "python" ? blankMagics(cell.text) : cell.text);
    starts.push({ number: cell.number, firstLine: line });
    texts.push(text);
    line += text.split("\n").length;
  }
  return new Source(texts.join("\n"), language, starts);
}

/** `%timeit`, `!pip install`, `?name` and `name?` are no Python; a cell of another language (`%%bash`) has none at all. */
function blankMagics(text: string): string {
  if (/^\s*%%(?!time|timeit|capture|prun)/.test(text)) return text.replace(/[^\n]/g, " ");
  return text.replace(/^[ \t]*(?:[%!?].*|\w[\w.]*\?+)[ \t]*$/gm, (line) => `#${" ".repeat(line.length - 1)}`);
}
