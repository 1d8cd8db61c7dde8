import { cellLanguage, cellSource, parseReadableCells } from "../nbformat/index.ts";
import type { Finding, Severity } from "./finding.ts";
import { LintDocument } from "./document.ts";
import {
  type Grammars,
  type Parse,
  type SourceLanguage,
  createParsers,
  languageOfSource,
} from "./languages/parsers.ts";
import { withSafeFixes } from "./fixes.ts";
import { type LintJob, lintSource } from "./lintSource.ts";
import { type Measurable, measurables } from "./measurable.ts";
import { NeighbourCache, Neighbourhood, type Neighbours } from "./neighbours.ts";
import { type Source, type SourceCell, fileSource, notebookSources } from "./source.ts";

export interface LintOptions {
  /** Levels by rule id; naming a rule turns it on. */
  readonly rules?: Readonly<Partial<Record<string, Severity | "off">>>;
  /** Names of sizes that count as token axes, beside those that the field uses. */
  readonly tokenAxisNames?: readonly string[];
}

/** What kept a file from being read in full. */
export interface LintError {
  readonly path: string;
  readonly message: string;
  readonly line?: number;
  readonly cell?: number;
}

export interface LintResult {
  readonly findings: readonly Finding[];
  readonly errors: readonly LintError[];
  /** Ignore comments that silenced nothing, as findings of `unused-ignore`; shown on demand. */
  readonly unusedIgnores: readonly Finding[];
}

export type LintLanguage = SourceLanguage | "notebook";

export interface LintFile {
  /** Imports are looked up from here. */
  readonly path: string;
  readonly text: string;
  readonly language: LintLanguage;
  /** Reads the files that this one imports from; without it the file is checked alone. */
  readonly neighbours?: Neighbours;
}

export interface Linter {
  /** @throws NotebookFormatError for a notebook that is none. */
  lint(file: LintFile, options?: LintOptions): LintResult;
  lintCells(
    path: string,
    cells: readonly SourceCell[],
    options?: LintOptions,
    neighbours?: Neighbours,
  ): LintResult;
  /** The file with every safe fix of these findings; as it was where it could be parsed only before them. */
  fixed(file: Pick<LintFile, "text" | "language">, findings: readonly Finding[]): string;
  /** A file or notebook that is checked again and again while it is edited. */
  document(path: string): LintDocument;
  /** The functions at the top level of a cell that "Measure token influence" can call. */
  measurables(text: string, language: SourceLanguage): readonly Measurable[];
}

/** Starts a linter. The grammars' bytes come from the host; everything after is synchronous. */
export async function createLinter(grammars: Grammars): Promise<Linter> {
  const parse = await createParsers(grammars);
  const cache = new NeighbourCache(parse);
  const run = (
    path: string,
    sources: readonly Source[],
    options: LintOptions,
    neighbours: Neighbours | undefined,
  ): LintResult => {
    const neighbourhood = neighbours ? new Neighbourhood(neighbours, cache) : null;
    return joinResults(
      sources.map((source) => lintOnce({ path, source, neighbourhood, memory: null, options }, parse)),
    );
  };
  return {
    lint: (file, options = {}) => {
      const { sources, errors } = sourcesOf(file);
      return withErrors(run(file.path, sources, options, file.neighbours), errors);
    },
    lintCells: (path, cells, options = {}, neighbours) =>
      run(path, notebookSources(cells), options, neighbours),
    fixed: (file, findings) => {
      const text = withSafeFixes(file.text, findings, file.language);
      return unreadablePlaces({ ...file, text }, parse) > unreadablePlaces(file, parse) ? file.text : text;
    },
    document: (path) => new LintDocument(path, parse, cache),
    measurables: (text, language) => {
      const parsed = parse(text, language);
      const found = parsed ? measurables(parsed.program()) : [];
      parsed?.dispose();
      return found;
    },
  };
}

function sourcesOf({ path, text, language }: Pick<LintFile, "path" | "text" | "language">): {
  readonly sources: readonly Source[];
  readonly errors: readonly LintError[];
} {
  if (language !== "notebook") return { sources: [fileSource(text, language)], errors: [] };
  const { code, errors } = cellsOf(path, text);
  return { sources: notebookSources(code), errors };
}

/** A result with what else was left out. */
export const withErrors = (result: LintResult, errors: readonly LintError[]): LintResult =>
  errors.length === 0 ? result : { ...result, errors: [...errors, ...result.errors] };

function unreadablePlaces(file: Pick<LintFile, "text" | "language">, parse: Parse): number {
  return sourcesOf({ ...file, path: "" })
    .sources.map((source) => {
      const parsed = parse(source.text, source.language);
      const count = parsed?.unreadable.length ?? Infinity;
      parsed?.dispose();
      return count;
    })
    .reduce((sum, count) => sum + count, 0);
}

function lintOnce(job: LintJob, parse: Parse): LintResult {
  const parsed = parse(job.source.text, job.source.language);
  try {
    return lintSource(job, parsed);
  } finally {
    parsed?.dispose();
  }
}

/** The language of a file by its extension; null where the lint does not read it. */
export const languageOfPath = (path: string): LintLanguage | null =>
  /\.ipynb$/i.test(path) ? "notebook" : languageOfSource(path);

/** The code cells of a notebook's text. */
export interface NotebookCells {
  readonly code: readonly SourceCell[];
  /** What was left out, and why. */
  readonly errors: readonly LintError[];
}

/** @throws NotebookFormatError for a text that is no notebook, or has no cell that can be read. */
export function cellsOf(path: string, text: string): NotebookCells {
  const notebook = parseReadableCells(text);
  const code: SourceCell[] = [];
  const errors: LintError[] = [];
  notebook.cells.forEach((cell, index) => {
    const number = index + 1;
    if (cell instanceof Error)
      errors.push({ path, message: `${cell.message.replace(/\.$/, "")}; it was left out`, cell: number });
    else if (cell.cell_type === "code")
      code.push({ number, language: cellLanguage(notebook, cell), text: cellSource(cell) });
  });
  return { code, errors };
}

/** The results of a file's programs as one. */
export const joinResults = (results: readonly LintResult[]): LintResult => ({
  findings: results.flatMap((result) => result.findings).sort(byPlace),
  errors: results.flatMap((result) => result.errors),
  unusedIgnores: results.flatMap((result) => result.unusedIgnores),
});

const byPlace = (a: Finding, b: Finding): number =>
  (a.cell ?? 0) - (b.cell ?? 0) || a.line - b.line || a.column - b.column;
