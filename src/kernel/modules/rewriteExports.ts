import type { AnyNode, Expression, Program, Super } from "acorn";
import type MagicString from "magic-string";
import { walk } from "../compile/parse.ts";

/** What compiled code exports. */
export interface Exports {
  /** Names that the file exports itself, which hide those of `export *`. */
  names: ReadonlySet<string>;
  /** Whether it sets `module.exports`, as CommonJS does and TypeScript's `export =`. */
  isReplaced: boolean;
}

/** Compiled from `export * from "m"`, by sucrase and by TypeScript. */
const starHelpers = ["_createStarExport", "__exportStar"];

/** Points what compiled code calls to export, which asks for the global `Object`, to the functions of `hook`. */
export function rewriteExports(edited: MagicString, program: Program, hook: string): Exports {
  const names = new Set<string>();
  let isReplaced = false;
  walk(program, (node) => {
    if (node.type === "CallExpression") rewriteCall(edited, node, hook, names);
    if (node.type === "AssignmentExpression") isReplaced ||= isModuleExports(node.left);
    if (node.type !== "MemberExpression" || node.computed || !isNamed(node.object, "exports")) return;
    if (node.property.type === "Identifier") names.add(node.property.name);
  });
  return { names, isReplaced };
}

function rewriteCall(
  edited: MagicString,
  { callee, arguments: values }: Extract<AnyNode, { type: "CallExpression" }>,
  hook: string,
  names: Set<string>,
): void {
  const [first, second] = values;
  if (callee.type === "Identifier" && starHelpers.includes(callee.name))
    edited.update(callee.start, callee.end, `${hook}.exportAll`);
  if (first?.type === "SpreadElement" || !first) return;
  const name = second?.type === "Literal" ? String(second.value) : undefined;
  if (isNamed(callee, "_createNamedExportFrom") && name !== undefined) names.add(name);
  if (callee.type !== "MemberExpression" || !isNamed(first, "exports")) return;
  if (!isNamed(callee.object, "Object") || !isNamed(callee.property, "defineProperty")) return;
  edited.overwrite(callee.start, callee.end, `${hook}.defineProperty`);
  if (name !== undefined) names.add(name);
}

/** `module.exports`, or a property of it. */
function isModuleExports(node: AnyNode): boolean {
  if (node.type !== "MemberExpression") return false;
  if (isNamed(node.object, "module") && isNamed(node.property, "exports")) return true;
  return isModuleExports(node.object);
}

function isNamed(node: Expression | Super | AnyNode, name: string): boolean {
  return node.type === "Identifier" && node.name === name;
}
