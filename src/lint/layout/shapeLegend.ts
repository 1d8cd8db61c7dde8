import { roleOfName } from "./axisNames.ts";

/** What the letters of a shape stand for, where the prose beside it says so: letter -> the axis's usual name. */
export type Legend = ReadonlyMap<string, string>;

const entry =
  /(?<![\w.])([A-Za-z]\w?)\s*(?:=|:|–|--?|\bis\b|\bdenotes\b|\bstands for\b)\s*(?:the |an? )?((?:[a-z]+[ _-]?){1,4})/g;
const list = /^\s*(?:=|:|–|--?|,|\bis\b)?\s*[([]?\s*([a-z][\w ]*(?:,\s*[a-z][\w ]*){1,3})/;

/** `N is the batch size, L the number of tokens`, of all letters that a text explains so. */
export function legendOf(text: string): Legend {
  const legend = new Map<string, string>();
  for (const [, letter, words] of text.matchAll(entry)) {
    const name = usualName(words!);
    if (name !== null && !legend.has(letter!)) legend.set(letter!, name);
  }
  return legend;
}

/** `[M, N, K] = batch, tokens, channels`: the legend in the text behind a shape of these names. */
export function legendBehind(names: readonly string[], after: string): Legend {
  const words = list.exec(after)?.[1]!.split(",").map(usualName) ?? [];
  if (words.length !== names.length || words.includes(null)) return new Map();
  return new Map(names.map((name, index) => [name, words[index]!]));
}

/** Names with their usual ones in the place of letters that mean different things in different company. */
export const explained = (names: readonly string[], legend: Legend): string[] =>
  names.map((name) => (roleOfName(name) === null ? (legend.get(name) ?? name) : name));

function usualName(words: string): string | null {
  if (/\bbatch/.test(words)) return "batch";
  if (/\bheads?\b/.test(words)) return "heads";
  if (/\b(sequence|seq|tokens?|time|steps?|timesteps?|positions?|frames?|words|length)\b/.test(words))
    return "tokens";
  return /\b(channels?|features?|embeddings?|hidden|width|model)\b/.test(words) ? "channels" : null;
}
