import type { Expression, Statement } from "../../syntax/program.ts";

export interface Loop {
  readonly variable: string | null;
  readonly bounds: readonly string[];
  /** Whether it starts at a computed place, such as that of a row. */
  readonly offset: boolean;
}

/** A sum, or a maximum, that loops gather. */
export interface Sum {
  readonly name: string;
  readonly arrays: ReadonlySet<string>;
  readonly index: Expression | null;
  /** The loops around the addition, outermost first, and how many of them are outside the reset too. */
  readonly loops: readonly Loop[];
  readonly outside: number;
  /** Whether it is a maximum or minimum. */
  readonly extremum: boolean;
  readonly span: Statement["span"];
}

/** An element of an array that is read or written under some loops. */
export interface Access {
  readonly array: string;
  readonly index: Expression;
  readonly loops: readonly Loop[];
}
