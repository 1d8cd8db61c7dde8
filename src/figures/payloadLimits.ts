import { formatCount } from "./format.ts";

/** Of JSON text: more than any output of ours needs; beyond it a saved notebook would only freeze who opens it. */
const mostBytes = 64 * 2 ** 20;
const mostEntries = 100_000;
const mostCharacters = 20_000;

/** Why an output of so many bytes of JSON is not even parsed; undefined where it is. */
export function bytesProblem(bytes: number): string | undefined {
  if (bytes <= mostBytes) return undefined;
  return `This output has ${Math.round(bytes / 2 ** 20)} MiB; at most ${mostBytes / 2 ** 20} MiB are drawn.`;
}

/** Why a checked payload is not drawn: a text or a list that no model gives and that would freeze the editor. */
export function sizeProblem(value: unknown, path = ""): string | undefined {
  if (typeof value === "string") {
    if (value.length <= mostCharacters || path.endsWith(".base64")) return undefined;
    return `${path}: a text of ${formatCount(value.length)} characters; at most ${formatCount(mostCharacters)} are drawn`;
  }
  if (Array.isArray(value)) return listProblem(value, path);
  if (typeof value !== "object" || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    const problem = sizeProblem(inner, path === "" ? key : `${path}.${key}`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Numbers are limited where they are checked; lists of anything else here. */
function listProblem(list: readonly unknown[], path: string): string | undefined {
  if (typeof list[0] === "number") return undefined;
  if (list.length > mostEntries)
    return `${path}: a list of ${formatCount(list.length)}; at most ${formatCount(mostEntries)} are drawn`;
  for (const [index, inner] of list.entries()) {
    const problem = sizeProblem(inner, `${path}.${index}`);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
