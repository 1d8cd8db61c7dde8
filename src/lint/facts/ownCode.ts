import type { ClassDefinition, Comment, FunctionDefinition, Program, Span } from "../syntax/program.ts";
import { isAnalysis } from "./exemptions.ts";

export type Definition = FunctionDefinition | ClassDefinition;

// An option named `is_causal` is no evidence: encoders have it too, switched off. Nor is the type of an output.
const causalMasks =
  /\b(\w*causal_?mask\w*|(?:\w+_)?causal["']?\s*[=:]\s*[Tt]rue|isCausal\s*:\s*true|causal_attention\w*|tril_?|triu_?|bandPart|band_part|\w*subsequent_?mask|look_?ahead_?mask|tgt_mask|generate_square_subsequent_mask)\b(?!["']?\s*[=:]\s*(?:False|None|null))/;

const causalNames =
  /\b((?!CausalLMOutput)Causal[A-Z]\w*|\w*[a-z]Causal[A-Z]\w*)\b(?!["']?\s*[=:]\s*(?:False|None|null))/g;

/** Where code masks the future; where it only uses what is called causal, there, rather than where it is called so itself. */
function causalIn(text: string): RegExpExecArray | undefined {
  const mask = causalMasks.exec(text);
  if (mask) return mask;
  if (!text.includes("Causal")) return undefined;
  const [first, second] = text.matchAll(causalNames);
  return second ?? first;
}

/** A definition's text with comments and docstrings blanked, so that prose is no evidence, and what it tells. */
export class OwnCode {
  private readonly text: string;
  /** Where it masks the future, in code units from its start; null where nothing does. */
  readonly causal: Span | null;
  private ownWords: ReadonlySet<string> | null = null;
  private isAnalysis: boolean | null = null;

  constructor(text: string) {
    this.text = text;
    const match = causalIn(text);
    this.causal = match === undefined ? null : { start: match.index, end: match.index + match[1]!.length };
  }

  get words(): ReadonlySet<string> {
    return (this.ownWords ??= new Set(this.text.match(/[\w$]+/g)));
  }

  /** Whether it looks at activations, as a PCA does. */
  get analyses(): boolean {
    return (this.isAnalysis ??= isAnalysis(this.text));
  }
}

/** An edit makes a new object of each definition that it touches, so what is known of one holds as long as it lives. */
const known = new WeakMap<Definition, OwnCode>();

/** The own code of one of a program's definitions. */
export function ownCodeOf(definition: Definition, program: Program, text: string): OwnCode {
  const before = known.get(definition);
  if (before) return before;
  const prose = [...commentsWithin(definition.span, program), ...docstringsOf(definition)];
  const code = new OwnCode(blanked(text, definition.span, prose));
  known.set(definition, code);
  return code;
}

/** The code of a whole program that defines nothing. */
export const wholeCode = (program: Program, text: string): OwnCode =>
  new OwnCode(blanked(text, { start: 0, end: text.length }, program.comments));

function blanked(text: string, { start, end }: Span, prose: readonly Span[]): string {
  const parts: string[] = [];
  let at = start;
  for (const span of prose.toSorted((a, b) => a.start - b.start)) {
    if (span.start < at) continue;
    parts.push(text.slice(at, span.start), " ".repeat(span.end - span.start));
    at = span.end;
  }
  return parts.join("") + text.slice(at, end);
}

/** Comments are in the order of the text. */
function commentsWithin({ start, end }: Span, { comments }: Program): readonly Comment[] {
  let [low, high] = [0, comments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comments[middle]!.start < start) low = middle + 1;
    else high = middle;
  }
  let last = low;
  while (last < comments.length && comments[last]!.end <= end) last++;
  return comments.slice(low, last);
}

function docstringsOf(definition: Definition): Comment[] {
  const inner =
    "methods" in definition
      ? definition.methods
      : definition.body.flatMap((statement) =>
          statement.kind === "function" || statement.kind === "class" ? [statement.definition] : [],
        );
  return [...(definition.docstring ? [definition.docstring] : []), ...inner.flatMap(docstringsOf)];
}
