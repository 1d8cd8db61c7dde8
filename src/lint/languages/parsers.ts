import { Language, Parser } from "web-tree-sitter";
import { javascriptLowering } from "./javascript/index.ts";
import { ParsedText } from "./parsedText.ts";
import { pythonLowering } from "./python/index.ts";

/** The bytes of the runtime and the grammars; the host reads them, because the lint has no files. */
export interface Grammars {
  readonly runtime: Uint8Array;
  readonly python: Uint8Array;
  readonly typescript: Uint8Array;
  readonly tsx: Uint8Array;
}

export type SourceLanguage = "python" | "typescript" | "javascript" | "tsx";

/** The language of a source file by its extension; null where the lint does not read it. */
export function languageOfSource(path: string): SourceLanguage | null {
  const extension = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
  return extensions.get(extension) ?? null;
}

const extensions: ReadonlyMap<string, SourceLanguage> = new Map<string, SourceLanguage>([
  ["py", "python"],
  ["pyi", "python"],
  ["ts", "typescript"],
  ["mts", "typescript"],
  ["cts", "typescript"],
  ["tsx", "tsx"],
  ["js", "javascript"],
  ["mjs", "javascript"],
  ["cjs", "javascript"],
  ["jsx", "javascript"],
]);

/** Parses a text, or again what has become of one; null when it is too long, or that took more than its limit of work. */
export type Parse = (text: string, language: SourceLanguage, before?: ParsedText | null) => ParsedText | null;

const parseLimitMs = 4000;

/** Longer texts and lines were written by programs, and take seconds to parse. */
const limits = { text: 2_000_000, line: 500_000 };

/** Why a text is too long to be parsed; null where it is not. */
export function tooLong(text: string): string | null {
  const characters = (count: number): string => `${count.toLocaleString("en-US")} characters`;
  if (text.length > limits.text)
    return `is ${characters(text.length)} long, more than the limit of ${characters(limits.text)}`;
  const line = text.length > limits.line ? longestLine(text) : 0;
  return line > limits.line
    ? `has a line of ${characters(line)}, more than the limit of ${characters(limits.line)}`
    : null;
}

function longestLine(text: string): number {
  let longest = 0;
  for (let start = 0; start < text.length;) {
    const end = text.indexOf("\n", start);
    const next = end < 0 ? text.length : end;
    longest = Math.max(longest, next - start);
    start = next + 1;
  }
  return longest;
}

/** Starts the parsers. Call it once: the runtime is shared by the whole process. */
export async function createParsers(grammars: Grammars): Promise<Parse> {
  await Parser.init({ wasmBinary: grammars.runtime });
  const python = await parserOf(grammars.python);
  const typescript = await parserOf(grammars.typescript);
  const tsx = await parserOf(grammars.tsx);
  return (text, language, before = null) => {
    if (tooLong(text) !== null) return null;
    const parser = language === "python" ? python : language === "typescript" ? typescript : tsx;
    const deadline = Date.now() + parseLimitMs;
    const edit = before?.startEdit(text) ?? null;
    const tree = parser.parse(text, before && edit ? before.tree : null, {
      progressCallback: () => Date.now() > deadline,
    });
    if (!tree) {
      parser.reset();
      return null;
    }
    const lowering = language === "python" ? pythonLowering : javascriptLowering;
    return new ParsedText(text, tree, lowering, before && edit ? before.partsAfter(edit, tree) : null);
  };
}

async function parserOf(grammar: Uint8Array): Promise<Parser> {
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  return parser;
}
