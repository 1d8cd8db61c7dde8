import type { Fact } from "../facts/facts.ts";
import type { Report, Severity } from "../finding.ts";
import type { Span } from "../syntax/program.ts";

/** What a rule can ask about the program around a fact. */
export interface RuleContext {
  /** `line 12`, or `cell 3, line 2` for another cell of a notebook than the fact's. */
  place(span: Span): string;
  /** Where the module of the fact or of this place, or a caller, masks the future. */
  causal(span: Span): Span | null;
  /** Whether the fact lies in code about raw data, losses or weights. */
  exempt(span: Span): boolean;
  /** Whether the fact lies in a norm that says in its name that it pools tokens or the batch. */
  namedForPooling(span: Span): boolean;
  text(span: Span): string;
  /** Whether the value that is computed at one place, or the name it is given, is used within the other alone. */
  onlyUsedIn(computed: Span, use: Span): boolean;
  /** Whether what the fact computes is logged, plotted, compared or part of a loss, and read by no layer. */
  onlyMeasured(): boolean;
  readonly javascript: boolean;
}

export interface Rule {
  readonly id: string;
  /** One sentence, for listings. */
  readonly summary: string;
  /** Rules that are off run only when the settings name them. */
  readonly off?: boolean;
  /** The level where a rule does not decide it by the case; for listings. */
  readonly level: Severity;
  check(fact: Fact, context: RuleContext): Report | null;
}
