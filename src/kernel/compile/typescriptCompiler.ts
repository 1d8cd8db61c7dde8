import type typescript from "typescript";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { compileFunction } from "node:vm";
import * as savedGlobals from "../globals.ts";
import { CellSyntaxError } from "./cellSyntaxError.ts";
import { decodeMappings, placeMap, type PlaceMap } from "./placeMap.ts";
import { refuseSyntax } from "./refuseSyntax.ts";

type TypeScript = typeof typescript;

export interface Transpiled {
  code: string;
  mapPlace: PlaceMap;
}

let loaded: TypeScript | undefined;

/**
 * TypeScript's own transpiler, for what sucrase cannot do: namespaces, decorators, accessors and `using`. It is several megabytes, so it
 * lies in a bundle of its own and is read when first needed.
 */
export function transpile(source: string, module: "cell" | "commonjs"): Transpiled {
  const ts = (loaded ??= load());
  refuseSyntax(ts, source, module === "cell");
  const { outputText, sourceMapText, diagnostics } = ts.transpileModule(source, {
    reportDiagnostics: true,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: module === "cell" ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS,
      verbatimModuleSyntax: module === "cell",
      esModuleInterop: true,
      sourceMap: true,
    },
  });
  const failure = diagnostics?.find(({ category }) => category === ts.DiagnosticCategory.Error);
  if (failure) throw syntaxError(ts, failure);
  return {
    code: outputText.replace(/\/\/# sourceMappingURL=.*\s*$/, ""),
    mapPlace: placeMap(() => decodeMappings((JSON.parse(sourceMapText!) as { mappings: string }).mappings)),
  };
}

function syntaxError(ts: TypeScript, diagnostic: typescript.Diagnostic): CellSyntaxError {
  const message = ts.flattenDiagnosticMessageText(diagnostic.messageText, " ");
  const place = diagnostic.file?.getLineAndCharacterOfPosition(diagnostic.start ?? 0);
  return new CellSyntaxError(message, (place?.line ?? 0) + 1, (place?.character ?? 0) + 1);
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
