import type { Program, Span, Statement } from "../syntax/program.ts";
import { contains, functionAround } from "../syntax/walk.ts";
import { isAnalysis, isExemptCaller, isExemptOwner } from "./exemptions.ts";
import { forwards } from "./instances.ts";

interface Definition {
  readonly name: string;
  readonly span: Span;
  /** Where its own code masks the future; null where nothing does. */
  causal: Span | null;
}

// An option named `is_causal` is no evidence: encoders have it too, switched off.
const causalWords =
  /\b(\w*causal_?mask\w*|(?:\w+_)?causal["']?\s*[=:]\s*[Tt]rue|isCausal\s*:\s*true|Causal[A-Z]\w*|\w*[a-z]Causal[A-Z]\w*|causal_attention\w*|tril|triu|bandPart|band_part|\w*subsequent_?mask|look_?ahead_?mask|tgt_mask|generate_square_subsequent_mask)\b(?!["']?\s*[=:]\s*(?:False|None|null))/;

/** What stands around a fact: the names of its owners, and whether they mask the future. */
export class Surroundings {
  private readonly definitions: Definition[];
  private readonly code: string;
  private readonly words = new Map<Definition, ReadonlySet<string>>();
  readonly program: Program;

  constructor(program: Program, text: string) {
    this.program = program;
    this.code = withoutComments(program, text);
    this.definitions = topLevel(program.statements).map(({ name, span }) => ({
      name,
      span,
      causal: this.causalWithin(span),
    }));
    this.spread();
  }

  private causalWithin(span: Span): Span | null {
    const match = causalWords.exec(this.code.slice(span.start, span.end));
    if (!match) return null;
    const start = span.start + match.index;
    return { start, end: start + match[1]!.length };
  }

  /**
   * A module that uses a causal one is causal; what a causal module uses is called by one. An encoder beside a decoder
   * reads its whole input, whatever the decoder or a model of both masks.
   */
  private spread(): void {
    const own = this.definitions.filter((definition) => definition.causal !== null);
    const others = this.definitions.filter((definition) => !definition.causal && !this.readsAll(definition));
    const users = others.filter((user) => own.some((used) => this.mentions(user, used)));
    for (const user of users) user.causal = own.find((used) => this.mentions(user, used))!.causal;
    const callers = [...own, ...users];
    for (const definition of others)
      definition.causal ??= callers.find((caller) => this.mentions(caller, definition))?.causal ?? null;
  }

  /** An encoder that masks nothing itself, beside a decoder. */
  private readsAll({ name, causal }: Definition): boolean {
    if (causal || !/encoder/i.test(name) || /decoder/i.test(name)) return false;
    return this.definitions.some((definition) => /decoder/i.test(definition.name));
  }

  private mentions(user: Definition, used: Definition): boolean {
    if (user === used || !used.name) return false;
    const words = this.words.get(user) ?? wordsOf(this.code.slice(user.span.start, user.span.end));
    this.words.set(user, words);
    return words.has(used.name);
  }

  /** The evidence of a causal mask in the modules that a fact lies in or came through, innermost first. */
  causal(spans: readonly Span[]): Span | null {
    for (const span of spans) {
      const inside = this.definitions.find((definition) => contains(definition.span, span));
      if (inside?.causal) return inside.causal;
      if (inside && this.readsAll(inside)) return null;
      if (!inside && this.definitions.length === 0)
        return this.causalWithin({ start: 0, end: this.code.length });
    }
    return null;
  }

  /** Whether a function or class around this place is about raw data, losses or weights. */
  exempt(span: Span, neighbour: Program | null, frames: readonly Span[]): boolean {
    const callers = frames.flatMap((frame) => ownersOf(this.program.statements, frame));
    if (callers.some(isExemptCaller)) return true;
    if (!neighbour && this.analyses(span)) return true;
    return ownersOf((neighbour ?? this.program).statements, span).some(isExemptOwner);
  }

  /** Whether the function around this place looks at activations, as a PCA does, and passes none on. */
  private analyses(span: Span): boolean {
    const owner = functionAround(span, this.program.statements);
    if (!owner || forwards.includes(owner.name)) return false;
    return isAnalysis(this.code.slice(owner.span.start, owner.span.end));
  }
}

const wordsOf = (code: string): ReadonlySet<string> => new Set(code.match(/[\w$]+/g));

function topLevel(statements: readonly Statement[]): { name: string; span: Span }[] {
  return statements.flatMap((statement) => {
    if (statement.kind === "function" || statement.kind === "class") return [statement.definition];
    if (statement.kind === "if") return [...topLevel(statement.then), ...topLevel(statement.otherwise)];
    return statement.kind === "block" ? topLevel(statement.body) : [];
  });
}

/** The names of the functions and classes around a place, outermost first. */
function ownersOf(statements: readonly Statement[], span: Span): string[] {
  for (const statement of statements) {
    if (!contains(statement.span, span)) continue;
    if (statement.kind === "function")
      return [statement.definition.name, ...ownersOf(statement.definition.body, span)];
    if (statement.kind === "class") {
      const method = statement.definition.methods.find((candidate) => contains(candidate.span, span));
      return [statement.definition.name, ...(method ? [method.name] : [])];
    }
    if (statement.kind === "if") return ownersOf([...statement.then, ...statement.otherwise], span);
    if (statement.kind === "loop" || statement.kind === "block") return ownersOf(statement.body, span);
  }
  return [];
}

/** The text with comments and docstrings blanked, so that prose is no evidence. */
function withoutComments(program: Program, text: string): string {
  const docstrings: Span[] = [];
  const visit = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      if (statement.kind === "function" || statement.kind === "class") {
        if (statement.definition.docstring) docstrings.push(statement.definition.docstring);
        if (statement.kind === "function") visit(statement.definition.body);
        else
          for (const method of statement.definition.methods)
            if (method.docstring) docstrings.push(method.docstring);
      }
    }
  };
  visit(program.statements);
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of [...program.comments, ...docstrings].sort((a, b) => a.start - b.start)) {
    if (start < at) continue;
    parts.push(text.slice(at, start), " ".repeat(end - start));
    at = end;
  }
  return parts.join("") + text.slice(at);
}
