import type { Identifier, ImportDeclaration, Literal, Program } from "acorn";
import type MagicString from "magic-string";
import { hook } from "./hook.ts";
import { walk } from "./parse.ts";

type From = Extract<Program["body"][number], { source?: unknown }> & { source: Literal };

/**
 * Rewrites `import { a as b } from "m"` to a call of the kernel's own import, on the same lines; `export ... from "m"`
 * likewise, which binds nothing in a cell. Those that stand after other statements run before them, as in every module.
 * Returns the declared names.
 *
 * @param isType tells whether a name is used as a type only, so that it need not exist at run time.
 */
export function rewriteImports(
  code: MagicString,
  program: Program,
  isType: (name: string) => boolean,
): string[] {
  const leading = program.body.findIndex((node) => !isFrom(node));
  const declared: string[] = [];
  program.body.forEach((node, index) => {
    if (!isFrom(node)) return;
    const isLate = leading !== -1 && index > leading;
    const lines = "\n".repeat(code.original.slice(node.start, node.end).split("\n").length - 1);
    const names = namesFrom(node);
    const call = importCall(node.source, names, isType);
    if (isLate) {
      code.update(node.start, node.end, call).move(node.start, node.end, program.body[leading]!.start);
      code.appendRight(node.end, `;${lines}`);
    } else code.update(node.start, node.end, call + lines);
    declared.push(...names.flatMap(({ local }) => local ?? []));
  });
  return declared;
}

function isFrom(node: Program["body"][number]): node is From {
  return "source" in node && node.source != null;
}

interface ImportedName {
  /** "*" is the module as a whole. */
  readonly name: string;
  /** What the cell calls it; an export binds nothing. */
  readonly local?: string;
}

function namesFrom(node: From): ImportedName[] {
  if (node.type === "ExportAllDeclaration") return [];
  if (node.type === "ExportNamedDeclaration")
    return node.specifiers.map(({ local }) => ({ name: textOf(local) }));
  return node.specifiers.map((specifier) => ({ name: importedName(specifier), local: specifier.local.name }));
}

function importCall(source: Literal, names: ImportedName[], isType: (name: string) => boolean): string {
  const required = names
    .filter(({ local, name }) => name !== "*" && (local === undefined || !isType(local)))
    .map(({ name }) => name);
  const bindings = names.flatMap(({ name, local }) => (local === undefined ? [] : [[local, name]]));
  const parameters = [source.value, required, bindings].map((value) => JSON.stringify(value));
  return `await ${hook}.import(${parameters.join(", ")});`;
}

function importedName(specifier: ImportDeclaration["specifiers"][number]): string {
  if (specifier.type === "ImportNamespaceSpecifier") return "*";
  return specifier.type === "ImportDefaultSpecifier" ? "default" : textOf(specifier.imported);
}

/** Names of exports may be texts: `import { "a b" as c }`. */
function textOf(name: Identifier | Literal): string {
  return name.type === "Identifier" ? name.name : String(name.value);
}

/** Points `import(...)` and `import.meta`, which V8 refuses in evaluated scripts, to the kernel's own. */
export function rewriteDynamicImports(code: MagicString, program: Program, target = hook): void {
  walk(program, (node) => {
    if (node.type === "ImportExpression")
      code.update(node.start, node.start + "import".length, `${target}.dynamicImport`);
    if (node.type === "MetaProperty" && node.meta.name === "import")
      code.update(node.start, node.end, `${target}.meta`);
  });
}
