import { columnWidth } from "./textWidth.ts";

/** A table for a terminal: the first column to the left, numbers to the right, two blanks between. */
export function plainTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(columnWidth(title), ...rows.map((row) => columnWidth(row[column] ?? ""))),
  );
  const line = (cells: readonly string[]) =>
    widths
      .map((width, column) => {
        const cell = cells[column] ?? "";
        const blanks = " ".repeat(width - columnWidth(cell));
        return column === 0 ? cell + blanks : blanks + cell;
      })
      .join("  ")
      .trimEnd();
  return [line(head), ...rows.map(line)].join("\n");
}

/** Indices of the rows that a table of `count` rows shows: all, or the first and the last with a gap (null). */
export function shownRows(count: number, most: number): (number | null)[] {
  const all = Array.from({ length: count }, (_, row) => row);
  if (count <= most) return all;
  const half = Math.floor(most / 2);
  return [...all.slice(0, half), null, ...all.slice(count - half)];
}
