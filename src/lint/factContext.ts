import type { Fact } from "./facts/facts.ts";
import type { Surroundings } from "./facts/surroundings.ts";
import { onlyMeasured } from "./onlyMeasured.ts";
import { onlyUsedIn } from "./onlyUsedIn.ts";
import type { Places } from "./places.ts";
import type { RuleContext } from "./rules/rule.ts";
import type { Span } from "./syntax/program.ts";

/** What the rules ask about one fact's program; what several of them ask is found out once. */
export class FactContext implements RuleContext {
  readonly fact: Fact;
  private readonly surroundings: Surroundings;
  private readonly places: Places;
  private readonly exemptions = new Map<Span, boolean>();
  private measured: boolean | null = null;

  constructor(fact: Fact, surroundings: Surroundings, places: Places) {
    this.fact = fact;
    this.surroundings = surroundings;
    this.places = places;
  }

  get javascript(): boolean {
    return this.places.source.language !== "python";
  }

  place(span: Span): string {
    return this.places.placeText(span, this.fact.span);
  }

  text(span: Span): string {
    return this.places.text(span);
  }

  causal(span: Span): Span | null {
    return this.surroundings.causal([span, this.fact.span, ...this.fact.frames.toReversed()]);
  }

  exempt(span: Span): boolean {
    const known = this.exemptions.get(span);
    if (known !== undefined) return known;
    const exempt = this.surroundings.exempt(span, this.places.programAt(span), this.fact.frames);
    this.exemptions.set(span, exempt);
    return exempt;
  }

  namedForPooling(span: Span): boolean {
    return this.surroundings.namedForPooling(span, this.places.programAt(span));
  }

  onlyUsedIn(computed: Span, use: Span): boolean {
    const { places, surroundings } = this;
    if (!places.isOwn(computed) || !places.isOwn(use)) return false;
    return onlyUsedIn(computed, use, surroundings.program, places.source.text);
  }

  onlyMeasured(): boolean {
    const { span, frames } = this.fact;
    return (this.measured ??=
      this.places.isOwn(span) &&
      onlyMeasured(span, frames, this.surroundings.program, this.places.source.text));
  }
}
