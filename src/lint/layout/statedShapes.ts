import type { Comment, Span } from "../syntax/program.ts";
import { axesFromNames, hasOwnTokenNames, roleOfName } from "./axisNames.ts";
import { type Legend, explained, legendBehind, legendOf } from "./shapeLegend.ts";

/** A shape that a comment, docstring or annotation states, such as `# x: [B, T, C]`. */
export interface StatedShape {
  /** The words it may be about, such as `q` and `k` in `q, k: [B, T, C]`; most are variables, some only prose. */
  readonly subjects: readonly string[];
  readonly names: readonly (string | null)[];
  /** Its place among the shapes of a line without subjects, before any arrow; null for one that is a result. */
  readonly order: number | null;
  readonly span: Span;
}

const bracketed =
  /[[(]\s*([A-Za-z_]\w*|\d+)((?:\s*(?:,|×|\bx\b|\*)\s*(?:[A-Za-z_]\w*|\d+)){1,4})\s*,?\s*[\])]/g;
const crossed = /\b([A-Za-z_]\w*)((?:\s+(?:x|×)\s+[A-Za-z_]\w*){1,4})\b/g;
const bare = /^\s*([A-Z]\w*)((?:\s*,\s*[A-Z]\w*){1,4})\s*$/g;
const subjectPattern =
  /^\s*(?:@param\s+(?:\{[^}]*\}\s*)?|:param\s+|[-*]\s+)?[`"]?([A-Za-z_]\w*(?:[`"]?\s*(?:,|and)\s*[`"]?[A-Za-z_]\w*)*)[`"]?\s*(?:\([^)]*\)(?=\s*[:=-])|\{[^}]*\})?\s*(?::|=|\bis\b|\bare\b|\bhas\b|\bhave\b|\bholds?\b|\bof shape\b|,|--|–)/;
const subjectFollows = /^\s*(?:[`"]?([A-Za-z_]\w*)[`"]?)\s*[[(]/;
const subjectWithin = /\b([A-Za-z_]\w*) (?:(?:is |are )?of|has|with|have) (?:the )?(?:shape|size)\b/;
const results = /^\s*(?::?returns?\b|outputs?\b|->|→|yields?\b|@returns?\b)/i;

/** Words that head a shape and name no variable, unless one is called so. */
export const isFiller = (word: string): boolean =>
  /^(shapes?|inputs?|outputs?|returns?|size|the|a|an|note|args|with|here|now|tensors?|dims?|type|for|of|layernorm|rmsnorm|norm|activations?|expected|assumes?)$/i.test(
    word,
  );

const readBefore = new WeakMap<Comment, readonly StatedShape[]>();

/** Every shape that the text of a comment states; a comment is read once. */
export function statedShapes(comment: Comment): readonly StatedShape[] {
  if (hasOwnTokenNames()) return readShapes(comment);
  const shapes = readBefore.get(comment) ?? readShapes(comment);
  readBefore.set(comment, shapes);
  return shapes;
}

function readShapes(comment: Comment): StatedShape[] {
  if (!/[[(×]|\sx\s|^\s*[A-Z]\w*\s*,/m.test(comment.text)) return [];
  let known: Legend | null = null;
  const legend = (): Legend => (known ??= legendOf(comment.text));
  let heading: { readonly indent: number; readonly subjects: readonly string[] } | null = null;
  return comment.text.split("\n").flatMap((line, index) => {
    const indent = index === 0 ? -1 : line.search(/\S/);
    const own = subjectsOf(line);
    const names = own.some((word) => !isFiller(word));
    if (heading && indent >= 0 && indent <= heading.indent) heading = null;
    const subjects = names ? own : (heading?.subjects ?? own);
    if (names) heading = { indent, subjects: own };
    return shapesOfLine(line, subjects, legend, comment);
  });
}

function shapesOfLine(
  line: string,
  subjects: readonly string[],
  legend: () => Legend,
  span: Span,
): StatedShape[] {
  const arrow = line.search(/->|→/);
  let order = 0;
  const several = [...line.matchAll(bracketed)].length > 1;
  return [bracketed, crossed, bare].flatMap((pattern) =>
    [...line.matchAll(pattern)].flatMap((match) => {
      const written = namesOfShape(match[1]! + match[2]!);
      const behind = legendBehind(written, line.slice(match.index + match[0].length));
      const beside = explained(written, behind);
      const names = isTold(beside) ? beside : explained(beside, legend());
      if (!isShape(names)) return [];
      const result = results.test(line) || (arrow >= 0 && match.index > arrow);
      const own = several
        ? wordBefore(line.slice(Math.max(0, match.index - longestWord), match.index))
        : null;
      return [
        {
          subjects: own ? [own] : subjects,
          names: names.map(nameOrNull),
          order: result ? null : order++,
          span,
        },
      ];
    }),
  );
}

/** The names of axes in `B, T, C` or `B x T x C`; beside commas a product is one axis, `B*T`. */
function namesOfShape(text: string): string[] {
  const parts = text.includes(",") ? text.split(",") : text.split(/×|\*|\s+x\s+/);
  return parts
    .map((part) => part.replaceAll(/\s*(×|\*|\bx\b)\s*/g, "*").trim())
    .filter((name) => name !== "");
}

/** How far before its shape a word may begin, in characters. */
const longestWord = 100;

/** `x (B, N, C), cond (B, C)`: each shape has its own word. */
function wordBefore(before: string): string | null {
  const word = /(?:^|[\s,;])([A-Za-z_]\w*)\s*(?::|=|is|has shape|of shape|with shape)?\s*$/.exec(before)?.[1];
  return word === undefined || isFiller(word) ? null : word;
}

const nameOrNull = (name: string): string | null => (/^\d/.test(name) ? null : name);

/** Whether the names alone tell all of their axes. */
const isTold = (names: readonly string[]): boolean =>
  axesFromNames(names).every((axis) => axis.role !== "unknown");

/** At least two names that stand for axes; `(see Smith, Jones)` has none. */
function isShape(names: readonly string[]): boolean {
  const known = axesFromNames(names).filter(
    (axis, index) => axis.role !== "unknown" || roleOfName(names[index]!) !== null,
  );
  return known.length >= 2;
}

function subjectsOf(line: string): readonly string[] {
  const found = (subjectPattern.exec(line) ?? subjectFollows.exec(line) ?? subjectWithin.exec(line))?.[1];
  return found?.split(/[`"]?\s*(?:,|\band\b)\s*[`"]?/) ?? [];
}

/** The names in an annotation of jaxtyping or its like: `Float[Array, "batch seq dim"]`, `TensorType["b", "n", "c"]`. */
export function annotatedNames(annotation: string): readonly (string | null)[] | null {
  const names = jaxtypingNames(annotation) ?? listedNames(annotation);
  if (!names || names.some((name) => /[.]{3}|^\*/.test(name))) return null;
  return names.map((name) => (/^-?\d+$/.test(name) ? null : name.replace(/^[#?]|=.*$/g, "")));
}

const jaxtypingNames = (annotation: string): string[] | undefined =>
  /\[[^"'\]]*,\s*["']([^"']+)["']\s*\]/
    .exec(annotation)?.[1]
    ?.trim()
    .split(/[\s,]+/);

/** At least two names that stand for axes, in the brackets behind the name of a tensor type. */
function listedNames(annotation: string): string[] | undefined {
  const list = /^["']?[\w.]*(?:Tensor|Array|NDArray)\w*\[([^[\]]+)\]/.exec(annotation)?.[1];
  const names = list?.split(",").map((name) => name.trim().replace(/^["']|["']$/g, ""));
  return names && names.every((name) => /^(\w+|\.{3})$/.test(name)) && isShape(names) ? names : undefined;
}
