import type { Node } from "web-tree-sitter";
import type { Program } from "../../syntax/program.ts";
import { Lowering, spanOf } from "../lowering.ts";
import { statements } from "./statements.ts";

/** Lowers a tree-sitter-python tree. */
export function pythonProgram(root: Node): Program {
  const body = statements(root, new Lowering());
  const comments = root
    .descendantsOfType("comment")
    .flatMap((node) => (node ? { text: node.text.replace(/^#+\s?/, ""), ...spanOf(node) } : []));
  return { statements: body, comments };
}
