import type { Node } from "web-tree-sitter";
import type { Expression, Span, Statement } from "../syntax/program.ts";
import type { SyntaxNode } from "./syntaxNode.ts";

/** Deeper expressions than this are left out: no hand-written norm is nested so, and generated text is. */
const maxDepth = 120;

/** More expressions and blocks than this are not lowered: a file of 50,000 lines has about as many. */
const maxNodes = 600_000;

/** Guards the lowering of one text against deep nesting and endless length. */
export class Lowering {
  private depth = 0;
  private nodes = 0;

  /** Whether all of the text could be lowered within its limit of work. */
  get complete(): boolean {
    return this.nodes <= maxNodes;
  }

  /** Runs `lower` one level deeper; too deep a node becomes an empty `other`. */
  nested(node: SyntaxNode, lower: (node: SyntaxNode) => Expression): Expression {
    if (this.depth >= maxDepth || ++this.nodes > maxNodes)
      return { kind: "other", children: [], span: node.span };
    this.depth++;
    try {
      return lower(node);
    } finally {
      this.depth--;
    }
  }

  /** As `nested`, for statements: too deep a block is left out. */
  block<T>(lower: () => readonly T[]): readonly T[] {
    if (this.depth >= maxDepth || ++this.nodes > maxNodes) return [];
    this.depth++;
    try {
      return lower();
    } finally {
      this.depth--;
    }
  }
}

/** The statements that one child of a program's root gives. */
export const childStatements = (
  node: SyntaxNode,
  lowering: Lowering,
  lower: (node: SyntaxNode, lowering: Lowering) => readonly Statement[],
): readonly Statement[] => lowering.block(() => lower(node, lowering));

/** The named children that are not comments. */
export const childrenOf = (node: SyntaxNode): SyntaxNode[] =>
  node.namedChildren.filter((child) => child.type !== "comment");

/**
 * The ERROR and MISSING nodes below `root`, at most `limit` of them: the innermost ones, for an error at the end of a file
 * may wrap all of it.
 */
export function unreadableSpans(root: Node, limit = 20): Span[] {
  const spans: Span[] = [];
  const stack: Node[] = root.hasError ? [root] : [];
  while (stack.length > 0 && spans.length < limit) {
    const node = stack.pop()!;
    const inner = node.children.filter((child) => child !== null && (child.hasError || child.isMissing));
    if (inner.length > 0) for (const child of inner) stack.push(child!);
    else spans.push({ start: node.startIndex, end: node.endIndex });
  }
  return spans.sort((a, b) => a.start - b.start);
}
