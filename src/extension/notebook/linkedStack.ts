import type { StackFrame } from "../../protocol/messages.ts";

/** "Cell 2, line 3" and "model.ts, line 3" in a printed frame: alone, or in brackets behind the function's name. */
const place = /^(\s+at (?:async )?(?:.* \()?)([^()]+, line (\d+))(\)?)$/;

/**
 * The text of an error with its places as links to cell and line, which VS Code's own error renderer draws. A frame that
 * the kernel has sent belongs to the next printed one of its line.
 */
export function linkedStack(stack: string, frames: readonly StackFrame[]): string {
  const rest = [...frames];
  const linked = stack.split("\n").map((text) => {
    const [, before, words, line, after] = place.exec(text) ?? [];
    if (words === undefined || rest[0]?.line !== Number(line)) return text;
    return `${before}${link(rest.shift()!, words)}${after}`;
  });
  return linked.join("\n");
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
