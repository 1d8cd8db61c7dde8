import type { Declaration, VariableDeclaration } from "acorn";
import type MagicString from "magic-string";
import { boundNames } from "./boundNames.ts";

/**
 * Brings a top-level declaration to the one kind that a later script may always declare again: `var` and functions are
 * properties of the global object. (V8's REPL mode refuses 16 of the 25 ordered pairs of let, const, class, var and
 * function.) No line moves. Returns the declared names.
 */
export function rewriteDeclaration(code: MagicString, node: Declaration): string[] {
  if (node.type === "VariableDeclaration") return rewriteVariables(code, node);
  if (node.type === "ClassDeclaration") {
    code.appendLeft(node.start, `var ${node.id.name} = `);
    code.appendRight(node.end, ";");
  }
  return [node.id.name];
}

function rewriteVariables(code: MagicString, node: VariableDeclaration): string[] {
  if (node.kind === "let" || node.kind === "const") {
    code.update(node.start, node.start + node.kind.length, "var".padEnd(node.kind.length));
    // `let x;` in a cell that runs again starts as undefined again.
    for (const { id, init } of node.declarations) if (!init) code.appendLeft(id.end, " = void 0");
  }
  return node.declarations.flatMap(({ id }) => boundNames(id));
}
