import type { Node } from "web-tree-sitter";
import type { Span } from "../syntax/program.ts";

/**
 * A node of a parse tree, with what lowering asks for again and again at hand: each question to a tree-sitter node is a
 * call into WebAssembly.
 */
export class SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  private readonly node: Node;
  private readonly source: string;
  private named: readonly SyntaxNode[] | null = null;

  constructor(node: Node, source: string) {
    this.node = node;
    this.source = source;
    this.type = node.type;
    this.start = node.startIndex;
    this.end = node.endIndex;
  }

  get text(): string {
    return this.source.slice(this.start, this.end);
  }

  get span(): Span {
    return { start: this.start, end: this.end };
  }

  /** The children that a grammar's rule names; comments among them. */
  get namedChildren(): readonly SyntaxNode[] {
    return (this.named ??= this.wrapped(this.node.namedChildren));
  }

  /** All children, punctuation included. */
  get children(): readonly SyntaxNode[] {
    return this.wrapped(this.node.children);
  }

  get parentType(): string | null {
    return this.node.parent?.type ?? null;
  }

  field(name: string): SyntaxNode | null {
    const child = this.node.childForFieldName(name);
    return child && new SyntaxNode(child, this.source);
  }

  fields(name: string): readonly SyntaxNode[] {
    return this.wrapped(this.node.childrenForFieldName(name));
  }

  /** All nodes of these types below, in order; with `from` and `to` those from the one node to the other. */
  descendants(
    types: string | string[],
    from: SyntaxNode = this,
    to: SyntaxNode = this,
  ): readonly SyntaxNode[] {
    const { startPosition } = from.node;
    return this.wrapped(this.node.descendantsOfType(types, startPosition, to.node.endPosition));
  }

  private wrapped(nodes: readonly (Node | null)[]): readonly SyntaxNode[] {
    const wrapped: SyntaxNode[] = [];
    for (const node of nodes) if (node) wrapped.push(new SyntaxNode(node, this.source));
    return wrapped;
  }
}
