import type { Declaration, ModuleDeclaration, Statement, VariableDeclaration } from "acorn";
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
    code.appendRight(node.start, `var ${node.id.name} = `);
    code.appendLeft(node.end, ";");
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

/**
 * Lets each enum and namespace of a cell start anew: compiled, they are `var E; (function (E) { ... })(E || (E = {}))`,
 * which would go on with what an earlier cell has left in E. Parts of one namespace within the cell stay together.
 */
export function resetMergedObjects(
  code: MagicString,
  body: readonly (Statement | ModuleDeclaration)[],
): void {
  const seen = new Set<string>();
  body.forEach((node, index) => {
    const declaration = node.type === "ExportNamedDeclaration" ? node.declaration : node;
    if (declaration?.type !== "VariableDeclaration") return;
    const [only, another] = declaration.declarations;
    if (!only || another || only.init || only.id.type !== "Identifier") return;
    const { name, end } = only.id;
    if (declaration.kind === "var" && !seen.has(name) && isFilledBy(body[index + 1], name))
      code.appendLeft(end, " = void 0");
    seen.add(name);
  });
}

// (function (E) { ... })(E || (E = {}))
function isFilledBy(node: Statement | ModuleDeclaration | undefined, name: string): boolean {
  if (node?.type !== "ExpressionStatement" || node.expression.type !== "CallExpression") return false;
  const { callee, arguments: values } = node.expression;
  const [value] = values;
  if (callee.type !== "FunctionExpression" || value?.type !== "LogicalExpression") return false;
  return value.left.type === "Identifier" && value.left.name === name;
}
