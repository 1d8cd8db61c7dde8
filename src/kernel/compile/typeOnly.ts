import type { AnyNode, Program } from "acorn";
import { childrenOf, isPropertyName } from "./parse.ts";

/**
 * Tells of an imported name whether a cell uses it as a type only: the code uses it nowhere beside its import, and
 * stripping the types has taken it away elsewhere.
 */
export function typeOnly(source: string, code: string, program: Program): (name: string) => boolean {
  const used = new Set<string>();
  for (const node of program.body) if (node.type !== "ImportDeclaration") addUsed(node, used);
  return (name) => !used.has(name) && count(code, name) < count(source, name);
}

function addUsed(node: AnyNode, used: Set<string>): void {
  if (node.type === "Identifier") used.add(node.name);
  for (const child of childrenOf(node)) if (!isPropertyName(child, node)) addUsed(child, used);
}

function count(text: string, name: string): number {
  return text.split(new RegExp(`(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`)).length - 1;
}
