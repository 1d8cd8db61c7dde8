import type { AnyNode, Program } from "acorn";
import type MagicString from "magic-string";
import { boundNames } from "./boundNames.ts";
import { hook } from "./hook.ts";
import { outerWrites } from "./outerWrites.ts";

/**
 * Keeps a cell's constants, which become `var`, from being assigned to: from the end of its declaration on each is fixed,
 * and where code assigns to one, or to one of an earlier cell, that throws what JavaScript's own constants throw.
 *
 * @param declared the names that the cell declares, constants or not
 * @param isConstant whether a name that the cell does not declare is a constant
 */
export function keepConstants(
  code: MagicString,
  program: Program,
  {
    declared,
    imported,
    isConstant,
  }: {
    declared: readonly string[];
    imported: readonly string[];
    isConstant: (name: string) => boolean;
  },
): void {
  const constants = new Set(imported);
  for (const node of program.body) {
    const names = constantsOf(node.type === "ExportNamedDeclaration" ? node.declaration : node);
    for (const name of names) constants.add(name);
    if (names.length > 0) code.appendLeft(node.end, `;${hook}.fix(${JSON.stringify(names)});`);
  }
  const others = new Set(declared);
  for (const { target, isShorthand } of outerWrites(program)) {
    const { name, start, end } = target;
    if (others.has(name) ? !constants.has(name) : !constants.has(name) && !isConstant(name)) continue;
    code.update(start, end, `${isShorthand ? `${name}: ` : ""}${hook}.constants.${name}`);
  }
}

function constantsOf(node: AnyNode | null | undefined): string[] {
  if (node?.type !== "VariableDeclaration" || node.kind !== "const") return [];
  return node.declarations.flatMap(({ id }) => boundNames(id));
}
