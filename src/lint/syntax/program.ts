// The language-neutral program that Python and JavaScript/TypeScript are lowered to. It keeps what a lint of
// normalisation axes can use (values, calls, indices, loops) and drops the rest of the parse tree.

/** Offsets into the text, in UTF-16 code units; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** An argument of a call; `name` is null for a positional one. */
export interface Argument {
  readonly name: string | null;
  readonly value: Expression;
}

export type Expression = (
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "constant"; readonly value: boolean | null }
  | { readonly kind: "sequence"; readonly items: readonly Expression[] }
  | { readonly kind: "spread"; readonly value: Expression }
  | { readonly kind: "mapping"; readonly entries: readonly MappingEntry[] }
  | { readonly kind: "attribute"; readonly object: Expression; readonly name: string }
  | { readonly kind: "subscript"; readonly object: Expression; readonly indices: readonly Expression[] }
  | {
      readonly kind: "slice";
      readonly lower: Expression | null;
      readonly upper: Expression | null;
      readonly step: Expression | null;
    }
  | { readonly kind: "call"; readonly callee: Expression; readonly args: readonly Argument[] }
  | {
      readonly kind: "binary";
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "unary"; readonly operator: string; readonly operand: Expression }
  | {
      readonly kind: "conditional";
      readonly test: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    }
  | {
      readonly kind: "comprehension";
      readonly element: Expression;
      readonly variable: Expression;
      readonly iterable: Expression;
      readonly filtered: boolean;
    }
  | { readonly kind: "function"; readonly definition: FunctionDefinition }
  | { readonly kind: "other"; readonly children: readonly Expression[] }
) & { readonly span: Span };

export interface MappingEntry {
  readonly key: Expression | null;
  readonly value: Expression;
}

export interface Parameter {
  readonly name: string;
  readonly annotation: string | null;
  readonly defaultValue: Expression | null;
  readonly span: Span;
}

export interface RestParameters {
  readonly items: string | null;
  readonly options: string | null;
  /** How many parameters stand before `*`; those behind are passed by name. */
  readonly place: number;
}

export interface FunctionDefinition {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  /** `*args` and `**kwargs`, or `...args`; null where a function takes none. */
  readonly rest: RestParameters | null;
  readonly body: readonly Statement[];
  readonly docstring: Comment | null;
  readonly decorators: readonly Expression[];
  readonly span: Span;
}

export interface ClassDefinition {
  readonly name: string;
  readonly bases: readonly Expression[];
  readonly methods: readonly FunctionDefinition[];
  /** Class attributes and dataclass fields. */
  readonly fields: readonly Statement[];
  readonly docstring: Comment | null;
  readonly span: Span;
}

export type Statement = (
  | {
      readonly kind: "assign";
      readonly target: Expression;
      /** null for a bare annotation or declaration. */
      readonly value: Expression | null;
      /** "+" for `+=`. */
      readonly operator: string | null;
      readonly annotation: string | null;
    }
  | { readonly kind: "expression"; readonly value: Expression }
  | { readonly kind: "return"; readonly value: Expression | null }
  | {
      readonly kind: "if";
      readonly test: Expression;
      readonly then: readonly Statement[];
      readonly otherwise: readonly Statement[];
    }
  | {
      readonly kind: "loop";
      readonly variable: Expression | null;
      readonly over: LoopRange | null;
      readonly body: readonly Statement[];
    }
  | { readonly kind: "block"; readonly body: readonly Statement[] }
  | { readonly kind: "function"; readonly definition: FunctionDefinition }
  | { readonly kind: "class"; readonly definition: ClassDefinition }
  | { readonly kind: "import"; readonly bindings: readonly ImportBinding[] }
) & { readonly span: Span };

/** What a loop runs over: the numbers from 0 (or `start`) up to `bound`, or the items of a value. */
export type LoopRange =
  | { readonly kind: "count"; readonly start: Expression | null; readonly bound: Expression }
  | { readonly kind: "items"; readonly items: Expression };

export interface ImportBinding {
  /** The local name. */
  readonly name: string;
  /** The dotted path it stands for, such as `torch.nn.functional`. */
  readonly path: string;
  /** The module as the source writes it, such as `..layers.norm` or `./norms.ts`. */
  readonly module: string;
  /** What is taken from the module; null for the module itself. */
  readonly symbol: string | null;
}

export interface Comment extends Span {
  readonly text: string;
}

export interface Program {
  readonly statements: readonly Statement[];
  readonly comments: readonly Comment[];
}
