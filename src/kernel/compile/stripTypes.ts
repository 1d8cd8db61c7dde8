import { transform, type Options } from "sucrase";
import { fromParserError, hasPlace } from "./cellSyntaxError.ts";
import { alignedMappings } from "./alignedMappings.ts";
import { placeMap } from "./placeMap.ts";
import { transpile, type Transpiled } from "./typescriptCompiler.ts";

/**
 * JavaScript of a TypeScript cell, never type-checked. Imports are kept even where this cell does not use them, because
 * later cells may.
 */
export function stripTypes(source: string): Transpiled {
  if (needsTypeScript(source)) return transpile(source, "cell");
  return transformTypes(source, { transforms: ["typescript"], keepUnusedImports: true });
}

/** Sucrase's transformation, with every line where it was. */
export function transformTypes(source: string, options: Options): Transpiled {
  try {
    // Without a prototype: sucrase refuses options with names it does not know, also those of a changed Object.prototype.
    const own = Object.assign(Object.create(null) as Options, options, { disableESTransforms: true });
    const { code } = transform(source, own);
    return { code, mapPlace: placeMap(() => alignedMappings(source, code)) };
  } catch (error) {
    if (hasPlace(error)) throw fromParserError(error, 1);
    return transpile(source, options.transforms.includes("imports") ? "commonjs" : "cell"); // Sucrase has lost its way.
  }
}

const gap = String.raw`(?:\s|\/\*[^]*?\*\/|\/\/.*\n)`;
// Namespaces vanish silently in sucrase.
const namespace = new RegExp(String.raw`\b(?:namespace|module)${gap}+[\p{L}\w$.]+${gap}*\{`, "u");
// Decorators stay as they are. JSDoc tags stand after a star, names of packages after a quote.
const decorator =
  /(?:^|[^\s\w$*/"'`.@]|\*\/|\b(?:return|export|default|extends|yield|await))\s*@[\p{L}\w$(]/u;
const decoratorOfLine = /^[ \t]*@[\p{L}\w$(]/mu;
const accessor = /\baccessor[ \t]+[#\p{L}\w$["']/u;
// Sucrase counts on from a text: `enum E { A = "a", B }`.
const enumOfTexts = new RegExp(
  String.raw`\benum\s[^}]*["'\x60]${gap}*,${gap}*["']?[\p{L}\w$ -]+["']?${gap}*[,}]`,
  "u",
);
const using = /\busing[ \t]+[\p{L}\w$]+\s*(?:[=:,;]|of\b)/u;

/**
 * Whether a source seems to hold what sucrase and Node 20 do not know. A word in a text or a comment may be taken for
 * it, which costs time only.
 */
export function needsTypeScript(source: string): boolean {
  return [namespace, decorator, decoratorOfLine, accessor, using, enumOfTexts].some((pattern) =>
    pattern.test(source),
  );
}

/** Whether JavaScript holds what is no part of it on Node 20, or nowhere yet. */
export function needsLowering(source: string): boolean {
  return [decorator, decoratorOfLine, accessor, using].some((pattern) => pattern.test(source));
}
