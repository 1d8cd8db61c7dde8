import type typescript from "typescript";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { compileFunction } from "node:vm";
import * as savedGlobals from "../globals.ts";
import { CellSyntaxError } from "./cellSyntaxError.ts";
import { decodeMappings } from "./mappings.ts";
import { placeMap, type PlaceMap } from "./placeMap.ts";
import { refuseSyntax } from "./refuseSyntax.ts";

type TypeScript = typeof typescript;

export interface Transpiled {
  code: string;
  mapPlace: PlaceMap;
  /** Whether it may ask for built-in objects that the source does not name (see `keepBuiltIns`). */
  isLowered?: true;
}

/** TypeScript's types leave out what its parser has found. */
interface ParsedFile extends typescript.SourceFile {
  readonly parseDiagnostics?: readonly typescript.DiagnosticWithLocation[];
}

let loaded: TypeScript | undefined;

/**
 * TypeScript's own transpiler, for what sucrase cannot do: namespaces, decorators, accessors and `using`. It is several megabytes, so it
 * lies in a bundle of its own and is read when first needed.
 */
export function transpile(source: string, module: "cell" | "commonjs"): Transpiled {
  const ts = (loaded ??= load());
  const file: ParsedFile = ts.createSourceFile("source.ts", source, ts.ScriptTarget.Latest, true);
  const [failure] = file.parseDiagnostics ?? [];
  if (failure) throw syntaxError(ts, failure);
  refuseSyntax(ts, file, module === "cell");
  const { outputText, sourceMapText } = ts.transpileModule(source, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: module === "cell" ? ts.ModuleKind.Preserve : ts.ModuleKind.CommonJS,
      verbatimModuleSyntax: module === "cell",
      esModuleInterop: true,
      sourceMap: true,
    },
  });
  return {
    isLowered: true,
    code: outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, ""),
    mapPlace: placeMap(() => decodeMappings((JSON.parse(sourceMapText!) as { mappings: string }).mappings)),
  };
}

function syntaxError(ts: TypeScript, diagnostic: typescript.DiagnosticWithLocation): CellSyntaxError {
  const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, " ");
  const { line, character } = diagnostic.file.getLineAndCharacterOfPosition(diagnostic.start);
  return new CellSyntaxError(message, line + 1, character + 1);
}

// The bundle is compiled as a function of the globals it uses, because a cell may have declared one of their names.
function load(): TypeScript {
  const path = join(__dirname, "typescript.cjs");
  const module = { exports: {} as TypeScript };
  const values = { ...savedGlobals, module, require: createRequire(path), __filename: path, __dirname };
  const run = compileFunction(readFileSync(path, "utf8"), Object.keys(values), { filename: path });
  (run as (...parameters: unknown[]) => void)(...Object.values(values));
  return module.exports;
}
