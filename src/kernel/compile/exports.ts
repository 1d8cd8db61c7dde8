import type { AssignmentExpression, Expression, ModuleDeclaration, Statement } from "acorn";
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
    case "ExpressionStatement":
      return isModuleExports(node.expression)
        ? blank(code, node.expression.start, node.expression.right.start)
        : [];
    default:
      return [];
  }
}

/** `module.exports = ...`, which TypeScript's `export = ...` becomes too. */
function isModuleExports(node: Expression): node is AssignmentExpression {
  if (node.type !== "AssignmentExpression" || node.left.type !== "MemberExpression") return false;
  const { object, property } = node.left;
  return (
    object.type === "Identifier" &&
    object.name === "module" &&
    property.type === "Identifier" &&
    property.name === "exports"
  );
}

function blank(code: MagicString, start: number, end: number): [] {
  if (end > start) code.update(start, end, code.original.slice(start, end).replace(/[^\n]/g, " "));
  return [];
}
