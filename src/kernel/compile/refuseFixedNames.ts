import type { Program } from "acorn";
import { CellSyntaxError } from "./cellSyntaxError.ts";
import { hook } from "./hook.ts";
import { walk } from "./parse.ts";

const ofTheLanguage =
  "which JavaScript fixes for all scripts: choose another name, or declare it within { }.";
const reasons: Readonly<Record<string, string>> = {
  undefined: ofTheLanguage,
  NaN: ofTheLanguage,
  Infinity: ofTheLanguage,
  [hook]: "by which cells reach the kernel: choose another name.",
};

/**
 * Refuses to declare at a cell's top level what the global object holds for ever.
 *
 * @throws CellSyntaxError with the place.
 */
export function refuseFixedNames(program: Program, declared: readonly string[]): void {
  const fixed = declared.find((name) => Object.hasOwn(reasons, name));
  if (fixed === undefined) return;
  walk(program, (node) => {
    if (node.type !== "Identifier" || node.name !== fixed || !node.loc) return;
    const { line, column } = node.loc.start;
    throw new CellSyntaxError(`A cell cannot declare "${fixed}", ${reasons[fixed]}`, line, column + 1);
  });
}
