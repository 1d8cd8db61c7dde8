import type { StackFrame } from "../../protocol/messages.ts";

/** "Cell 2, line 3" and "model.ts, line 3" in a printed frame: alone, or in brackets behind the function's name. */
const place = /^(\s+at (?:async )?(?:.* \()?)([^()]+, line (\d+))(\)?)$/;

/** The text of an error with its places as links to cell and line, which VS Code's own error renderer draws. */
export function linkedStack(stack: string, frames: readonly StackFrame[]): string {
  return withPlaces(stack, frames, link);
}

/**
 * The text of an error with cells counted as they stand now: one that ran before another was put above it has its new number.
 *
 * @param numberOf the number of the cell of an address; undefined where it is gone, and keeps the number that it had.
 */
export function numberedStack(
  stack: string,
  frames: readonly StackFrame[],
  numberOf: (address: string) => number | undefined,
): string {
  return withPlaces(stack, frames, ({ cell, line }, words) => {
    const number = cell === undefined ? undefined : numberOf(cell);
    return number === undefined ? words : `Cell ${number}, line ${line}`;
  });
}

/** Puts other words for the places. A frame that the kernel has sent belongs to the next printed one of its line. */
function withPlaces(
  stack: string,
  frames: readonly StackFrame[],
  wordsFor: (frame: StackFrame, words: string) => string,
): string {
  const rest = [...frames];
  const placed = stack.split("\n").map((text) => {
    const [, before, words, line, after] = place.exec(text) ?? [];
    if (words === undefined || rest[0]?.line !== Number(line)) return text;
    return `${before}${wordsFor(rest.shift()!, words)}${after}`;
  });
  return placed.join("\n");
}

function link(frame: StackFrame, words: string): string {
  const address = frame.cell === undefined ? fileAddress(frame) : cellAddress(frame.cell, frame.line);
  return address === undefined ? words : `<a href='${address}'>${escaped(words)}</a>`;
}

/** As VS Code's notebooks read it: the line, counted from 0, behind the address of the cell's document. */
function cellAddress(cell: string, line: number): string {
  return `${cell.replaceAll("'", "%27")}?line=${line - 1}`;
}

/** A plain path, which VS Code looks up where the notebook's folder is, on a remote machine too. */
function fileAddress({ file, line, column }: StackFrame): string | undefined {
  if (file === undefined) return undefined;
  const isWindows = /^[a-z]:[\\/]/i.test(file);
  if (isWindows) return file.includes("'") ? undefined : `${file}:${line}:${column}`;
  return `${encodeURI(file).replaceAll("'", "%27").replaceAll("#", "%23")}:${line}:${column}`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
