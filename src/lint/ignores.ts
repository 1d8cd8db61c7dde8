import type { LineMap } from "./lineMap.ts";
import type { Program, Span, Statement } from "./syntax/program.ts";
import { walkAround } from "./syntax/walk.ts";

interface Ignore {
  readonly kind: "statement" | "next-line" | "file";
  /** null silences every rule. */
  readonly rules: readonly string[] | null;
  readonly line: number;
  readonly span: Span;
  /** The rules that it has silenced. */
  readonly silenced: Set<string>;
}

/** A comment that silenced nothing, or of whose rules some silenced nothing. */
export interface UnusedIgnore {
  readonly span: Span;
  /** The rules in vain; null where the comment names none. */
  readonly rules: readonly string[] | null;
}

/** Not `ignored` and not `ignore-nothing`: the word ends there. */
const pattern = /\btokenwise(?::\s*|-)ignore(-next-line|-file)?(?![\w-])\s*(?:\[([^\]]*)\])?/g;

/** The comments that silence findings: `tokenwise: ignore[rule] reason`, `ignore-next-line`, `ignore-file`. */
export class Ignores {
  private readonly ignores: readonly Ignore[];
  private readonly lines: LineMap;
  private readonly program: Program;

  constructor(program: Program, lines: LineMap) {
    this.program = program;
    this.lines = lines;
    this.ignores = program.comments.flatMap((comment) =>
      [...comment.text.matchAll(pattern)].map((match) => ({
        kind: match[1] === "-file" ? "file" : match[1] ? "next-line" : "statement",
        rules: match[2] === undefined ? null : match[2].split(",").map((rule) => rule.trim()),
        line: lines.line(comment.start),
        span: comment,
        silenced: new Set<string>(),
      })),
    );
  }

  /** Whether a finding of this rule here is silenced. */
  silences(ruleId: string, span: Span): boolean {
    if (this.ignores.length === 0) return false;
    const [first, last] = this.statementLines(span);
    const matching = this.ignores.filter((ignore) => {
      if (ignore.rules && !ignore.rules.includes(ruleId)) return false;
      if (ignore.kind === "file") return true;
      if (ignore.kind === "next-line")
        return ignore.line + 1 === first || ignore.line + 1 === this.lines.line(span.start);
      return ignore.line >= first && ignore.line <= last;
    });
    for (const ignore of matching) ignore.silenced.add(ruleId);
    return matching.length > 0;
  }

  /** The comments that silenced nothing, once all findings were asked about. */
  get unused(): readonly UnusedIgnore[] {
    return this.ignores.flatMap(({ span, rules, silenced }): UnusedIgnore[] => {
      if (rules === null) return silenced.size === 0 ? [{ span, rules }] : [];
      const inVain = rules.filter((rule) => !silenced.has(rule));
      return inVain.length === 0 ? [] : [{ span, rules: inVain }];
    });
  }

  /** The first and last line of the smallest statement around a span; of a compound one its head. */
  private statementLines(span: Span): readonly [number, number] {
    let found: Statement | null = null;
    walkAround(span, this.program.statements, (statement) => {
      found = statement;
    });
    if (!found) return [this.lines.line(span.start), this.lines.line(span.end)];
    return this.linesOf(found, span);
  }

  private linesOf(statement: Statement, span: Span): readonly [number, number] {
    const first = this.lines.line(statement.span.start);
    const compound =
      statement.kind === "function" ||
      statement.kind === "class" ||
      statement.kind === "if" ||
      statement.kind === "loop";
    return [first, this.lines.line(compound ? span.end : statement.span.end)];
  }
}
