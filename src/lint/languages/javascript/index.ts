import type { Node } from "web-tree-sitter";
import type { Program } from "../../syntax/program.ts";
import { Lowering, spanOf } from "../lowering.ts";
import { statements } from "./statements.ts";

/** Lowers a tree of tree-sitter-typescript or -tsx; JavaScript is read by the tsx grammar. */
export function javascriptProgram(root: Node): Program {
  const body = statements(root, new Lowering());
  const comments = root
    .descendantsOfType("comment")
    .flatMap((node) => (node ? { text: commentText(node.text), ...spanOf(node) } : []));
  return { statements: body, comments };
}

const commentText = (text: string): string => text.replace(/^\/\/+\s?|^\/\*+|\*\/$/g, "");
