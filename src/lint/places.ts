import type { Place } from "./finding.ts";
import type { Neighbourhood } from "./neighbours.ts";
import type { Source } from "./source.ts";
import type { Program, Span } from "./syntax/program.ts";

/** Where spans lie: in the checked source, or in a neighbouring file. */
export class Places {
  readonly source: Source;
  private readonly neighbourhood: Neighbourhood | null;

  constructor(source: Source, neighbourhood: Neighbourhood | null) {
    this.source = source;
    this.neighbourhood = neighbourhood;
  }

  /** Whether a span lies in the checked source itself. */
  isOwn(span: Span): boolean {
    return !this.neighbourhood?.at(span.start);
  }

  placeOf(span: Span): Place & { readonly path?: string } {
    const neighbour = this.neighbourhood?.at(span.start);
    if (!neighbour) return this.source.placeOf(span);
    const { base, lines, path } = neighbour;
    const [start, end] = [span.start - base, Math.max(span.start, span.end) - base];
    return {
      path,
      line: lines.line(start) + 1,
      column: lines.column(start) + 1,
      endLine: lines.line(end) + 1,
      endColumn: lines.column(end) + 1,
    };
  }

  /** `line 12`, `cell 3, line 2` for another cell than `from`'s, `line 4 of norms.py` for another file. */
  placeText(span: Span, from: Span): string {
    const neighbour = this.neighbourhood?.at(span.start);
    if (!neighbour) return this.source.placeText(span, this.isOwn(from) ? from : undefined);
    return `line ${neighbour.lines.line(span.start - neighbour.base) + 1} of ${neighbour.path.split("/").at(-1)}`;
  }

  text(span: Span): string {
    const neighbour = this.neighbourhood?.at(span.start);
    if (!neighbour) return this.source.text.slice(span.start, span.end);
    return neighbour.text.slice(span.start - neighbour.base, span.end - neighbour.base);
  }

  /** The neighbouring program that a span lies in. */
  programAt(span: Span): Program | null {
    return this.neighbourhood?.at(span.start)?.program ?? null;
  }
}
