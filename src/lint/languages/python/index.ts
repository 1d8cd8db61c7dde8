import type { Node } from "web-tree-sitter";
import { Lowering, childStatements } from "../lowering.ts";
import { statement } from "./statements.ts";

/** How tree-sitter-python's trees are lowered, one child of the root at a time. */
export const pythonLowering = {
  statements: (node: Node) => childStatements(node, new Lowering(), statement),
  comment: (text: string): string => text.replace(/^#+\s?/, ""),
};
