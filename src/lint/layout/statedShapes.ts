import type { Comment, Span } from "../syntax/program.ts";
import { axesFromNames, roleOfName } from "./axisNames.ts";

/** A shape that a comment, docstring or annotation states, such as `# x: [B, T, C]`. */
export interface StatedShape {
  /** The variable it is about, where it says so. */
  readonly subject: string | null;
  readonly names: readonly (string | null)[];
  readonly span: Span;
}

const bracketed =
  /[[(]\s*([A-Za-z_]\w*|\d+)((?:\s*(?:,|×|\bx\b|\*)\s*(?:[A-Za-z_]\w*|\d+)){1,4})\s*,?\s*[\])]/g;
const crossed = /\b([A-Za-z_]\w*)((?:\s+(?:x|×)\s+[A-Za-z_]\w*){1,4})\b/g;
const bare = /^\s*([A-Z]\w*)((?:\s*,\s*[A-Z]\w*){1,4})\s*$/g;
const subjectPattern =
  /^\s*(?:@param\s+(?:\{[^}]*\}\s*)?|:param\s+|[-*]\s+)?[`"]?([A-Za-z_]\w*)[`"]?\s*(?:\([^)]*\))?\s*(?::|=|\bis\b|\bare\b|\bhas\b|\bhave\b|\bholds?\b|\bof shape\b|,|--|–)/;
const subjectFollows = /^\s*(?:[`"]?([A-Za-z_]\w*)[`"]?)\s*[[(]/;
const fillers =
  /^(shape|shapes|input|inputs|output|outputs|returns?|size|the|a|an|note|args|with|here|now|tensor|dim|dims|type)$/i;

/** Every shape that the text of a comment states. */
export function statedShapes(comment: Comment): StatedShape[] {
  return comment.text.split("\n").flatMap((line) => {
    const subject = subjectOf(line);
    return [bracketed, crossed, bare].flatMap((pattern) =>
      [...line.matchAll(pattern)].flatMap((match) => {
        const names = [match[1]!, ...match[2]!.split(/,|×|\*|\s+x\s+/).map((part) => part.trim())].filter(
          (name) => name !== "",
        );
        return isShape(names) ? [{ subject, names: names.map(nameOrNull), span: comment }] : [];
      }),
    );
  });
}

const nameOrNull = (name: string): string | null => (/^\d/.test(name) ? null : name);

/** At least two names that stand for axes; `(see Smith, Jones)` has none. */
function isShape(names: readonly string[]): boolean {
  const known = axesFromNames(names).filter(
    (axis, index) => axis.role !== "unknown" || roleOfName(names[index]!) !== null,
  );
  return known.length >= 2;
}

function subjectOf(line: string): string | null {
  const found = (subjectPattern.exec(line) ?? subjectFollows.exec(line))?.[1] ?? null;
  return found === null || fillers.test(found) ? null : found;
}

/** The names in a jaxtyping or similar annotation: `Float[Array, "batch seq dim"]`. */
export function annotatedNames(annotation: string): readonly (string | null)[] | null {
  const match = /\[[^"'\]]*,\s*["']([^"']+)["']\s*\]/.exec(annotation);
  const names = match?.[1]?.trim().split(/\s+/);
  if (!names || names.some((name) => /[.]{3}|^\*/.test(name))) return null;
  return names.map((name) => (/^\d+$/.test(name) ? null : name.replace(/^[#?]|=.*$/g, "")));
}
