import { type Lowering, childStatements } from "../lowering.ts";
import { statement } from "./statements.ts";
import type { SyntaxNode } from "../syntaxNode.ts";

/** How tree-sitter-python's trees are lowered, one child of the root at a time. */
export const pythonLowering = {
  statements: (node: SyntaxNode, lowering: Lowering) => childStatements(node, lowering, statement),
  comment: (text: string): string => text.replace(/^#+\s?/, ""),
};
