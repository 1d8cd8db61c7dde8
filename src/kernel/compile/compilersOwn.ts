import type { AnyNode, Program } from "acorn";
import type MagicString from "magic-string";
import * as savedGlobals from "../globals.ts";
import { childrenOf, isPropertyName } from "./parse.ts";
import type { PlaceMap } from "./placeMap.ts";

/** What TypeScript's code for decorators, `using` and modules asks for; a cell may have declared their names. */
const asked = ["Object", "Symbol", "Promise", "Error", "TypeError"] as const;

/** These, as `target.Object`. */
export const builtIns: Readonly<Record<string, unknown>> = Object.freeze(
  Object.fromEntries(asked.map((name) => [name, savedGlobals[name]])),
);

/**
 * Points the built-in objects that TypeScript's transpiler reads to `target`, wherever their names do not come from the
 * source itself.
 */
export function keepBuiltIns(
  edited: MagicString,
  program: Program,
  { source, mapPlace, target }: { source: string; mapPlace: PlaceMap; target: string },
): void {
  const names = asked.filter((name) => !declares(source, name));
  const lines = source.split("\n");
  const starts = lineStarts(edited.original);
  const isAuthors = (name: string, start: number): boolean => {
    const index = starts.findLastIndex((lineStart) => lineStart <= start);
    const { line, column } = mapPlace({ line: index + 1, column: start - starts[index]! + 1 });
    return lines[line - 1]?.startsWith(name, column - 1) ?? false;
  };
  const visit = (node: AnyNode): void => {
    if (node.type === "Identifier" && (names as readonly string[]).includes(node.name))
      if (!isAuthors(node.name, node.start)) edited.appendRight(node.start, `${target}.`);
    for (const child of childrenOf(node)) if (!isPropertyName(child, node)) visit(child);
  };
  visit(program);
}

/** Whether a top-level statement declares what TypeScript has added: its helpers and names for what lies between. */
export function isCompilersOwn(node: AnyNode, source: string): boolean {
  if (node.type !== "VariableDeclaration" || node.kind !== "var") return false;
  return node.declarations.every(({ id }) => id.type === "Identifier" && !source.includes(id.name));
}

function declares(source: string, name: string): boolean {
  return new RegExp(String.raw`\b(?:class|function|let|const|var|enum|namespace|as)\s+${name}\b`).test(
    source,
  );
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
}
