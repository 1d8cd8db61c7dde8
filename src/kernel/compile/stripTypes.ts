import { transform } from "sucrase";
import { fromParserError } from "./cellSyntaxError.ts";
import { sameLine } from "./lineMap.ts";
import { transpile, type Transpiled } from "./typescriptCompiler.ts";

/**
 * JavaScript of a TypeScript cell, never type-checked. Imports are kept even where this cell does not use them, because
 * later cells may.
 */
export function stripTypes(source: string): Transpiled {
  if (needsTypeScript(source)) return transpile(source, "cell");
  try {
    const { code } = transform(source, {
      transforms: ["typescript"],
      keepUnusedImports: true,
      disableESTransforms: true,
    });
    return { code, mapLine: sameLine };
  } catch (error) {
    throw fromParserError(error, 1);
  }
}

// Namespaces vanish silently in sucrase, and decorators stay as they are. JSDoc tags stand after a star or in `/**`.
const namespace = /^[ \t]*(export[ \t]+|declare[ \t]+)*(namespace|module)[ \t]+[\w$.]+\s*\{/m;
const decorator = /^[ \t]*(export[ \t]+|default[ \t]+)*@[\w$(]|[{;(,][ \t]*@[\w$(]/m;

export function needsTypeScript(source: string): boolean {
  return namespace.test(source) || decorator.test(source);
}
