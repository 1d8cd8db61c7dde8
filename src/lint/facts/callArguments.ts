import type { Expression, Span } from "../syntax/program.ts";
import { type Value, unknown } from "./values.ts";

export interface CallArgument {
  readonly name: string | null;
  readonly value: Value;
  readonly expression: Expression;
}

/** The evaluated arguments of a call. */
export class CallArguments {
  readonly all: readonly CallArgument[];
  readonly span: Span;

  constructor(all: readonly CallArgument[], span: Span) {
    this.all = all;
    this.span = span;
  }

  get positional(): readonly CallArgument[] {
    return this.all.filter((argument) => argument.name === null);
  }

  /** The argument of any of these names, else the positional one at `place`. */
  find(place: number | null, ...names: readonly string[]): CallArgument | null {
    const named = this.all.find((argument) => argument.name !== null && names.includes(argument.name));
    return named ?? (place === null ? null : (this.positional[place] ?? null));
  }

  value(place: number | null, ...names: readonly string[]): Value {
    return this.find(place, ...names)?.value ?? unknown;
  }

  /** The arguments after the first `count` positional ones. */
  after(count: number): CallArguments {
    const dropped = new Set(this.positional.slice(0, count));
    return new CallArguments(
      this.all.filter((argument) => !dropped.has(argument)),
      this.span,
    );
  }
}
