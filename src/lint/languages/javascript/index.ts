import { type Lowering, childStatements } from "../lowering.ts";
import { statement } from "./statements.ts";
import type { SyntaxNode } from "../syntaxNode.ts";

/** How the trees of tree-sitter-typescript and -tsx are lowered; JavaScript is read by the tsx grammar. */
export const javascriptLowering = {
  statements: (node: SyntaxNode, lowering: Lowering) => childStatements(node, lowering, statement),
  comment: (text: string): string => text.replace(/^\/\/+\s?|^\/\*+|\*\/$/g, ""),
};
