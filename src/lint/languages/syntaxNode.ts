import type { Span } from "../syntax/program.ts";

/** A node of a parse tree, copied out of the parser's memory. */
export class SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** The field of its parent that it stands in; null for none. */
  readonly fieldName: string | null;
  /** Whether a rule of the grammar names it; keywords, operators and punctuation are not named. */
  readonly isNamed: boolean;
  readonly children: readonly SyntaxNode[];
  private readonly source: string;

  constructor(
    node: Omit<SyntaxNode, "text" | "span" | "field" | "fields" | "namedChildren">,
    source: string,
  ) {
    this.type = node.type;
    this.start = node.start;
    this.end = node.end;
    this.fieldName = node.fieldName;
    this.isNamed = node.isNamed;
    this.children = node.children;
    this.source = source;
  }

  get text(): string {
    return this.source.slice(this.start, this.end);
  }

  get span(): Span {
    return { start: this.start, end: this.end };
  }

  /** The children that are no tokens; comments are among them. */
  get namedChildren(): readonly SyntaxNode[] {
    return this.children.filter((child) => child.isNamed);
  }

  field(name: string): SyntaxNode | null {
    return this.children.find((child) => child.fieldName === name) ?? null;
  }

  fields(name: string): readonly SyntaxNode[] {
    return this.children.filter((child) => child.fieldName === name);
  }
}
