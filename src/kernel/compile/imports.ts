import type { ImportDeclaration, Program } from "acorn";
import type MagicString from "magic-string";
import { hook } from "./hook.ts";
import { walk } from "./parse.ts";

/**
 * Rewrites `import { a as b } from "m"` to a call of the kernel's own import, on the same lines. Imports that stand
 * after other statements run before them, as in every module. Returns the declared names.
 *
 * @param isType tells whether a name is used as a type only, so that it need not exist at run time.
 */
export function rewriteImports(
  code: MagicString,
  program: Program,
  isType: (name: string) => boolean,
): string[] {
  const leading = program.body.findIndex((node) => node.type !== "ImportDeclaration");
  const declared: string[] = [];
  program.body.forEach((node, index) => {
    if (node.type !== "ImportDeclaration") return;
    const isLate = leading !== -1 && index > leading;
    const lines = "\n".repeat(code.original.slice(node.start, node.end).split("\n").length - 1);
    const call = importCall(node, isType);
    if (isLate) {
      code.update(node.start, node.end, call).move(node.start, node.end, program.body[leading]!.start);
      code.appendRight(node.end, `;${lines}`);
    } else code.update(node.start, node.end, call + lines);
    declared.push(...node.specifiers.map(({ local }) => local.name));
  });
  return declared;
}

function importCall(node: ImportDeclaration, isType: (name: string) => boolean): string {
  const source = JSON.stringify(node.source.value);
  const bindings: string[] = [];
  const required: string[] = [];
  let namespace: string | undefined;
  for (const specifier of node.specifiers) {
    if (specifier.type === "ImportNamespaceSpecifier") {
      namespace = specifier.local.name;
      continue;
    }
    const name = importedName(specifier);
    bindings.push(`${JSON.stringify(name)}: ${specifier.local.name}`);
    if (!isType(specifier.local.name)) required.push(name);
  }
  const call = `await ${hook}.import(${source}, ${JSON.stringify(required)})`;
  if (namespace === undefined)
    return bindings.length > 0 ? `var { ${bindings.join(", ")} } = ${call};` : `${call};`;
  if (bindings.length === 0) return `var ${namespace} = ${call};`;
  return `var ${namespace} = ${call}, { ${bindings.join(", ")} } = ${namespace};`;
}

function importedName(
  specifier: Exclude<ImportDeclaration["specifiers"][number], { type: "ImportNamespaceSpecifier" }>,
): string {
  if (specifier.type === "ImportDefaultSpecifier") return "default";
  const { imported } = specifier;
  return imported.type === "Identifier" ? imported.name : String(imported.value);
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
