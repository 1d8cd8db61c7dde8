import { FactMemory } from "./facts/memory.ts";
import type { ParsedText } from "./languages/parsedText.ts";
import type { Parse, SourceLanguage } from "./languages/parsers.ts";
import { lintSource } from "./lintSource.ts";
import {
  type LintLanguage,
  type LintOptions,
  type LintResult,
  cellsOf,
  joinResults,
  withErrors,
} from "./linter.ts";
import { type NeighbourCache, Neighbourhood, type Neighbours } from "./neighbours.ts";
import { type Source, type SourceCell, fileSource, notebookSources } from "./source.ts";

interface Kept {
  parsed: ParsedText | null;
  readonly memory: FactMemory;
}

/**
 * A file or notebook that is edited. Its trees and the facts of what an edit leaves alone are kept, so that a check
 * after an edit costs what has changed; the findings are those of a check from scratch.
 */
export class LintDocument {
  private readonly path: string;
  private readonly parse: Parse;
  private readonly cache: NeighbourCache;
  /** A notebook has one program of Python and one of TypeScript. */
  private readonly kept = new Map<SourceLanguage, Kept>();

  constructor(path: string, parse: Parse, cache: NeighbourCache) {
    this.path = path;
    this.parse = parse;
    this.cache = cache;
  }

  /** @throws NotebookFormatError for a notebook that is none. */
  lint(text: string, language: LintLanguage, options: LintOptions = {}, neighbours?: Neighbours): LintResult {
    if (language === "notebook") {
      const { code, errors } = cellsOf(this.path, text);
      return withErrors(this.lintCells(code, options, neighbours), errors);
    }
    return this.run([fileSource(text, language)], options, neighbours);
  }

  lintCells(cells: readonly SourceCell[], options: LintOptions = {}, neighbours?: Neighbours): LintResult {
    return this.run(notebookSources(cells), options, neighbours);
  }

  /** Gives the trees' memory back. The document may be linted again; it then starts anew. */
  dispose(): void {
    for (const { parsed } of this.kept.values()) parsed?.dispose();
    this.kept.clear();
  }

  private run(
    sources: readonly Source[],
    options: LintOptions,
    neighbours: Neighbours | undefined,
  ): LintResult {
    const neighbourhood = neighbours ? new Neighbourhood(neighbours, this.cache) : null;
    return joinResults(sources.map((source) => this.lintOne(source, options, neighbourhood)));
  }

  private lintOne(source: Source, options: LintOptions, neighbourhood: Neighbourhood | null): LintResult {
    const kept = this.kept.get(source.language) ?? { parsed: null, memory: new FactMemory() };
    const before = kept.parsed;
    kept.parsed = null;
    const parsed = this.parse(source.text, source.language, before);
    before?.dispose();
    kept.parsed = parsed;
    this.kept.set(source.language, kept);
    return lintSource({ path: this.path, source, neighbourhood, memory: kept.memory, options }, parsed);
  }
}
