import { extname } from "node:path";
import { parse as acornParse, type AnyNode, type Program } from "acorn";
import MagicString from "magic-string";
import { CellSyntaxError, fromParserError } from "../compile/cellSyntaxError.ts";
import { keepBuiltIns } from "../compile/compilersOwn.ts";
import { rewriteDynamicImports } from "../compile/imports.ts";
import { mapThrough, samePlace, type Place, type PlaceMap } from "../compile/placeMap.ts";
import { childrenOf, walk } from "../compile/parse.ts";
import { needsLowering, needsTypeScript, transformTypes } from "../compile/stripTypes.ts";
import { transpile, type Transpiled } from "../compile/typescriptCompiler.ts";
import { rewriteExports, type Exports } from "./rewriteExports.ts";
import { requiredBy, rewriteRequires, usedExports } from "./usedExports.ts";

export interface CompiledFile {
  /** CommonJS code, every line where the source has it (see `mapPlace`). */
  code: string;
  /** Whether the source is an ES module; else it is CommonJS by birth. */
  isModule: boolean;
  /** Whether it awaits at its top level. */
  awaits: boolean;
  /** What an ES module imports; CommonJS requires when it comes to that. */
  specifiers: string[];
  /** The names that it reads of these. */
  uses: ReadonlyMap<string, ReadonlySet<string>>;
  exports: Exports;
  /** Where the source imports a module. */
  placeOf(specifier: string): Place;
  /** Names that are exported as types, so that they do not exist at run time. */
  types: Set<string>;
  mapPlace: PlaceMap;
}

/** Name of the object that gives a local file's imports, `import.meta` and exports. */
export const localHook = "__local";

/** @throws CellSyntaxError with the file and the place. */
export function compileLocal(file: string, source: string): CompiledFile {
  try {
    return compile(file, source);
  } catch (error) {
    if (error instanceof CellSyntaxError) Object.assign(error, { file, source });
    throw error;
  }
}

function compile(file: string, source: string): CompiledFile {
  const isTypeScript = /^\.[mc]?ts$/.test(extname(file));
  const isModule =
    isTypeScript || extname(file) === ".mjs" || (extname(file) !== ".cjs" && hasModuleSyntax(source));
  const { code, mapPlace, isLowered, program } = parsed(source, isTypeScript, isModule);
  const edited = new MagicString(code);
  rewriteDynamicImports(edited, program, localHook);
  if (isLowered) keepBuiltIns(edited, program, { source, mapPlace, target: `${localHook}.builtIns` });
  if (isModule) rewriteRequires(edited, program, source, `${localHook}.load`);
  const exports = isModule ? rewriteExports(edited, program, localHook) : plainExports;
  if (exports.names.size > 0 && !hasModuleSyntax(source)) exports.isReplaced = true; // Its author writes CommonJS.
  return {
    code: edited.toString(),
    isModule,
    awaits: isModule && awaits(program),
    specifiers: isModule ? requiredSpecifiers(program) : [],
    uses: isModule ? usedExports(program, source) : new Map<string, Set<string>>(),
    exports,
    placeOf: (specifier) => mapPlace(placeOf(program, code, specifier)),
    types: exportedTypes(source),
    mapPlace: mapThrough(edited, mapPlace),
  };
}

/** The compiled file and its syntax tree. */
function parsed(source: string, isTypeScript: boolean, isModule: boolean): Transpiled & { program: Program } {
  const compiled = toCommonJs(source, isTypeScript, isModule);
  const program = parseFile(compiled.code, isModule, compiled.mapPlace);
  if (!isModule || !program.body.some(losesVariables)) return { ...compiled, program };
  const again = transpile(source, "commonjs");
  return { ...again, program: parseFile(again.code, isModule, again.mapPlace) };
}

/** Sucrase makes `const a = 1; exports.a = a, b = 2` of `export const a = 1, b = 2`, which declares no b. */
function losesVariables(node: AnyNode): boolean {
  if (node.type !== "ExpressionStatement" || node.expression.type !== "SequenceExpression") return false;
  const [first] = node.expression.expressions;
  const exported = first?.type === "AssignmentExpression" ? first.left : first;
  if (exported?.type !== "MemberExpression") return false;
  return exported.object.type === "Identifier" && exported.object.name === "exports";
}

const plainExports: Exports = { names: new Set(), isReplaced: true };

function toCommonJs(source: string, isTypeScript: boolean, isModule: boolean): Transpiled {
  if (!isModule) return { code: source, mapPlace: samePlace };
  if (isTypeScript ? needsTypeScript(source) : needsLowering(source)) return transpile(source, "commonjs");
  return transformTypes(source, {
    transforms: isTypeScript ? ["typescript", "imports"] : ["imports"],
    preserveDynamicImport: true,
  });
}

function parseFile(code: string, isModule: boolean, mapPlace: PlaceMap): Program {
  try {
    return acornParse(code, {
      ecmaVersion: "latest",
      sourceType: isModule ? "module" : "script",
      allowAwaitOutsideFunction: isModule,
      allowReturnOutsideFunction: !isModule,
      allowHashBang: true,
    });
  } catch (error) {
    const failure = fromParserError(error, 0);
    const { line, column } = mapPlace(failure);
    throw new CellSyntaxError(failure.message, line, column);
  }
}

function requiredSpecifiers(program: Program): string[] {
  const specifiers = new Set<string>();
  walk(program, (node) => {
    const specifier = requiredBy(node);
    if (specifier !== undefined) specifiers.add(specifier);
  });
  return [...specifiers];
}

function placeOf(program: Program, code: string, specifier: string): Place {
  let end = 0;
  walk(program, (node) => {
    if (end === 0 && requiredBy(node) === specifier) end = node.end;
  });
  const before = code.slice(0, end).split("\n");
  return { line: before.length, column: Math.max(before.at(-1)!.length - 1, 1) };
}

function awaits(node: AnyNode): boolean {
  if (node.type.includes("Function")) return false;
  if (node.type === "AwaitExpression" || (node.type === "ForOfStatement" && node.await)) return true;
  return childrenOf(node).some(awaits);
}

function hasModuleSyntax(source: string): boolean {
  return /^\s*(import\b\s*[\w{*"']|export\b\s*[\w{*])/m.test(source) || /\bimport\.meta\b/.test(source);
}

function exportedTypes(source: string): Set<string> {
  const declared = [...source.matchAll(/\bexport\s+(?:declare\s+)?(?:interface|type)\s+([\w$]+)/g)].map(
    (match) => match[1]!,
  );
  const lists = [...source.matchAll(/\bexport\s+type\s*\{([^}]*)\}/g)].flatMap((match) =>
    match[1]!.split(","),
  );
  const marked = [...source.matchAll(/\bexport\s*\{([^}]*)\}/g)].flatMap((match) =>
    match[1]!.split(",").filter((name) => /^\s*type\s/.test(name)),
  );
  const names = [...lists, ...marked].map((item) => item.trim().split(/\s+/).at(-1)!);
  return new Set([...declared, ...names]);
}
