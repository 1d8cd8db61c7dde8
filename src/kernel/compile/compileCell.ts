import type { AnyNode, Program } from "acorn";
import MagicString from "magic-string";
import { hook } from "./hook.ts";
import { CellSyntaxError } from "./cellSyntaxError.ts";
import { isCompilersOwn, keepBuiltIns } from "./compilersOwn.ts";
import { keepConstants } from "./constants.ts";
import { resetMergedObjects } from "./declarations.ts";
import { rewriteStatement } from "./exports.ts";
import { rewriteDynamicImports, rewriteImports } from "./imports.ts";
import { refusingJsx } from "./jsx.ts";
import { mapThrough, samePlace, type Place, type PlaceMap } from "./placeMap.ts";
import { hoistedNames } from "./outerWrites.ts";
import { parse } from "./parse.ts";
import { refuseFixedNames } from "./refuseFixedNames.ts";
import { needsLowering, stripTypes } from "./stripTypes.ts";
import type { Transpiled } from "./typescriptCompiler.ts";
import { typeOnly } from "./typeOnly.ts";

export interface CompiledCell {
  /** A script for `Runtime.evaluate` in REPL mode, with every line where the source has it (see `mapPlace`). */
  code: string;
  /** Names that the cell declares at its top level, and those that it imports. */
  declared: string[];
  imported: string[];
  mapPlace: PlaceMap;
}

/** What a cell's code depends on beside its text. */
export interface Surroundings {
  /** Number of the run. */
  execution?: number;
  /** Whether an earlier cell has declared a name as a constant. */
  isConstant?: (name: string) => boolean;
}

/**
 * Compiles a cell: types are stripped, top-level declarations become redeclarable, imports call the kernel, and the
 * value of a last expression is handed to `end(execution, value)`.
 *
 * @throws CellSyntaxError with the place.
 */
export function compileCell(text: string, language: string, surroundings: Surroundings = {}): CompiledCell {
  return refusingJsx(text, () => compile(modernized(text), language, surroundings));
}

/** A script's first line, and attributes of imports as they were written once. */
function modernized(text: string): string {
  return text
    .replace(/^#!/, "//")
    .replace(/^(\s*(?:import|export)\b[^;]*?["']\s*)assert(\s*\{)/gm, "$1with  $2");
}

function compile(
  source: string,
  language: string,
  { execution = 0, isConstant = () => false }: Surroundings,
): CompiledCell {
  const isObject = isObjectLiteral(source, language);
  const whole = isObject ? `(${source}\n)` : source;
  const isPlain = language === "javascript" && !needsLowering(whole);
  const stripped: Transpiled = isPlain ? { code: whole, mapPlace: samePlace } : stripTypes(whole);
  const { code } = stripped;
  const mapPlace: PlaceMap = isObject ? (place) => unwrapped(stripped.mapPlace(place)) : stripped.mapPlace;
  const program = withPlace(() => parse(code), mapPlace);
  const edited = new MagicString(code);
  const imported = rewriteImports(edited, program, typeOnly(whole, code, program));
  rewriteDynamicImports(edited, program);
  if (stripped.isLowered)
    keepBuiltIns(edited, program, { source: whole, mapPlace: stripped.mapPlace, target: `${hook}.builtIns` });
  const own = program.body.flatMap((node) =>
    stripped.isLowered && isCompilersOwn(node, whole) ? hide(edited, node) : rewriteStatement(edited, node),
  );
  const declared = [...new Set([...own, ...hoistedNames(program)])].filter(
    (name) => whole.includes(name) || whole.includes("\\u"), // Not what TypeScript adds.
  );
  withPlace(() => refuseFixedNames(program, [...declared, ...imported]), mapPlace);
  resetMergedObjects(edited, program.body);
  keepConstants(edited, program, { declared, imported, isConstant });
  handOverLastValue(edited, program, execution);
  edited.prepend('"use strict";').append("\n;void 0");
  return { code: edited.toString(), declared, imported, mapPlace: mapThrough(edited, mapPlace) };
}

/** Scripts share what `let` declares too, but it is no property of the global object, where users see it. */
function hide(code: MagicString, node: AnyNode): [] {
  code.update(node.start, node.start + "var".length, "let");
  return [];
}

// Compiled cells call `end` for the value of their last expression.
function handOverLastValue(code: MagicString, program: Program, execution: number): void {
  const last = program.body.findLast((node) => node.type !== "EmptyStatement");
  if (last?.type !== "ExpressionStatement") return;
  code
    .appendRight(last.expression.start, `${hook}.end(${execution}, (`)
    .appendLeft(last.expression.end, "))");
}

// A cell that is one object literal shows the object, although JavaScript reads it as a block.
function isObjectLiteral(source: string, language: string): boolean {
  if (!/^\s*\{[^]*\}\s*$/.test(source)) return false;
  try {
    const wrapped = `(${source}\n)`;
    const [only, ...others] = parse(language === "javascript" ? wrapped : stripTypes(wrapped).code).body;
    return (
      others.length === 0 &&
      only?.type === "ExpressionStatement" &&
      only.expression.type === "ObjectExpression"
    );
  } catch {
    return false;
  }
}

/** A place in a cell that was put in brackets. */
function unwrapped({ line, column }: Place): Place {
  return { line, column: line === 1 ? Math.max(column - 1, 1) : column };
}

function withPlace<T>(run: () => T, mapPlace: PlaceMap): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof CellSyntaxError)) throw error;
    const { line, column } = mapPlace(error);
    throw new CellSyntaxError(error.message, line, column);
  }
}
