import type { Cell, MultilineText } from "./notebook.ts";

/** nbformat's text as one string. */
export function joinText(text: MultilineText): string {
  return typeof text === "string" ? text : text.join("");
}

/** Text as lines that keep their line ends, as Jupyter stores it: "a\nb" is ["a\n", "b"]. */
export function splitText(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+/g) ?? [];
}

/** The source of a cell as one string. */
export function cellSource(cell: Cell): string {
  return joinText(cell.source);
}
