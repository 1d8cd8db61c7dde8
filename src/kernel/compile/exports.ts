import type { ModuleDeclaration, Statement } from "acorn";
import type MagicString from "magic-string";
import { rewriteDeclaration } from "./declarations.ts";

/**
 * Declarations of one top-level statement. The word `export` is left out, so that a module's text can be pasted into a
 * cell. Returns the declared names.
 */
export function rewriteStatement(code: MagicString, node: Statement | ModuleDeclaration): string[] {
  switch (node.type) {
    case "VariableDeclaration":
    case "FunctionDeclaration":
    case "ClassDeclaration":
      return rewriteDeclaration(code, node);
    case "ExportNamedDeclaration":
      if (node.source) return []; // Imported from there.
      if (!node.declaration) return blank(code, node.start, node.end);
      blank(code, node.start, node.declaration.start);
      return rewriteDeclaration(code, node.declaration);
    case "ExportDefaultDeclaration": {
      const { declaration } = node;
      blank(code, node.start, declaration.start);
      const isDeclaration =
        declaration.type === "FunctionDeclaration" || declaration.type === "ClassDeclaration";
      if (isDeclaration && declaration.id) return rewriteStatement(code, declaration as Statement);
      code.appendRight(declaration.start, "(").appendLeft(declaration.end, ")");
      return [];
    }
    default:
      return [];
  }
}

function blank(code: MagicString, start: number, end: number): [] {
  if (end > start) code.update(start, end, code.original.slice(start, end).replace(/[^\n]/g, " "));
  return [];
}
