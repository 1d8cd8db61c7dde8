/** A number as pictures and tables show it: `digits` significant digits, exact zero as "0". */
export function formatNumber(value: number | null, digits = 4): string {
  if (value === null) return "-";
  if (value === 0) return "0";
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "-∞";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3) return value.toExponential(digits - 2).replace("e+", "e");
  if (Number.isInteger(value)) return String(value);
  return size >= 10 ** digits ? value.toFixed(0) : value.toPrecision(digits);
}

/** A tick of an axis: no digits that say nothing. */
export function formatTick(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  const rounded = Number(value.toPrecision(6));
  return size >= 1e5 || size < 1e-3 ? rounded.toExponential().replace("e+", "e") : String(rounded);
}

/** A count with thousands set apart: 12,345. */
export function formatCount(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** "1 token", "2 tokens". */
export function plural(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** "32 tokens × 64 channels"-like text of a shape: [2, 6, 64]. */
export function formatShape(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}

/** Text cut to `length` characters (by code point) with an ellipsis. */
export function clip(text: string, length: number): string {
  const characters = [...text];
  return characters.length <= length ? text : `${characters.slice(0, length - 1).join("")}…`;
}

const shownSpaces: Record<string, string> = { "\n": "⏎", "\r": "␍", "\t": "⇥" };

/** A token as a label: blanks made visible, long tokens cut. */
export function tokenLabel(text: string | undefined, length = 12): string {
  if (text === undefined) return "";
  if (text === "") return "∅";
  const visible = text
    .replace(/[\n\r\t]/g, (space) => shownSpaces[space]!)
    .replace(/^ +| +$/g, (spaces) => "␣".repeat(spaces.length));
  return clip(visible, length);
}

/** The text of token `index` of a sequence, or its number where it has no text. */
export function tokenName(tokens: readonly string[], index: number, length = 12): string {
  const text = tokens[index];
  return text === undefined ? String(index) : tokenLabel(text, length);
}
