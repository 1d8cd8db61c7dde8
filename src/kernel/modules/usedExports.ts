import type { AnyNode, Expression, Program } from "acorn";
import type MagicString from "magic-string";
import { walk } from "../compile/parse.ts";

/** Compiled from `import a from "m"`, by sucrase and by TypeScript. */
const interop = ["_interopRequireDefault", "__importDefault"];
const otherHelpers = ["_interopRequireWildcard", "__importStar", "__exportStar"];

/**
 * Names that compiled code reads of the modules that it imports, by their specifiers. Names of types are none of them.
 *
 * @param source what it was compiled from: variables that stand there are the author's own.
 */
export function usedExports(program: Program, source: string): Map<string, Set<string>> {
  const modules = new Map<string, string>();
  const used = new Map<string, Set<string>>();
  walk(program, (node) => {
    if (node.type === "VariableDeclarator" && node.id.type === "Identifier" && node.init) {
      const specifier = importedBy(node.init, modules);
      if (specifier !== undefined && !source.includes(node.id.name)) modules.set(node.id.name, specifier);
    }
    if (node.type !== "MemberExpression" || node.computed || node.object.type !== "Identifier") return;
    const specifier = modules.get(node.object.name);
    if (specifier === undefined || node.property.type !== "Identifier") return;
    used.set(specifier, (used.get(specifier) ?? new Set()).add(node.property.name));
  });
  return used;
}

/** The module that `require("m")` gives, or a call that adds its default. */
function importedBy(node: Expression, modules: ReadonlyMap<string, string>): string | undefined {
  if (node.type === "Identifier") return modules.get(node.name);
  if (node.type !== "CallExpression" || node.callee.type !== "Identifier") return undefined;
  if (!interop.includes(node.callee.name)) return requiredBy(node);
  const [argument] = node.arguments;
  return argument && argument.type !== "SpreadElement" ? importedBy(argument, modules) : undefined;
}

/** The specifier of a call of `require` with a text; undefined for any other code. */
export function requiredBy(node: AnyNode): string | undefined {
  if (node.type !== "CallExpression" || node.callee.type !== "Identifier") return undefined;
  const [argument] = node.callee.name === "require" ? node.arguments : [];
  return argument?.type === "Literal" && typeof argument.value === "string" ? argument.value : undefined;
}

/**
 * Points the calls of `require` that imports are compiled to at `target`: the file may declare a `require` of its own, and
 * in `import a = require("m")` it gets what the module has put into `module.exports`.
 */
export function rewriteRequires(edited: MagicString, program: Program, source: string, target: string): void {
  const compiled = new Set<AnyNode>();
  for (const node of program.body) if (node.type === "ExpressionStatement") compiled.add(node.expression);
  walk(program, (node) => {
    if (node.type === "VariableDeclarator" && node.id.type === "Identifier" && node.init)
      if (!source.includes(node.id.name)) compiled.add(node.init);
    if (node.type !== "CallExpression" || node.callee.type !== "Identifier") return;
    const { callee, arguments: values } = node;
    if (values[0] && [...interop, ...otherHelpers].includes(callee.name)) compiled.add(values[0]);
    if (requiredBy(node) !== undefined && compiled.has(node)) edited.update(callee.start, callee.end, target);
  });
}
