import { inspect } from "node:util";
import type { MimeBundle } from "../../protocol/messages.ts";

const most = { rows: 200, columns: 30 };

type Row = Record<string, unknown>;

/** An array of plain objects as a table, in HTML and in text; undefined for anything else. */
export function tableBundle(value: unknown): MimeBundle | undefined {
  if (!Array.isArray(value) || value.length === 0 || !Array.from(value).every(isPlainRow)) return undefined;
  const rows = value.slice(0, most.rows);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (columns.length === 0) return undefined;
  const shown = columns.slice(0, most.columns);
  const cells = rows.map((row) => shown.map((column) => cellText(row, column)));
  const note = leftOut(value.length - rows.length, columns.length - shown.length);
  return { "text/html": html(shown, cells, note), "text/plain": text(shown, cells, note) };
}

function isPlainRow(value: unknown): value is Row {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

// No getter is run: inspect writes [Getter].
function cellText(row: Row, column: string): string {
  const property = Object.getOwnPropertyDescriptor(row, column);
  if (!property) return "";
  if (!("value" in property)) return "[Getter]";
  const value: unknown = property.value;
  return typeof value === "string" ? value : inspect(value, { depth: 1, breakLength: Infinity });
}

function leftOut(rows: number, columns: number): string {
  const parts = [rows > 0 ? `${rows} more rows` : "", columns > 0 ? `${columns} more columns` : ""];
  return parts.filter(Boolean).join(", ");
}

function html(columns: readonly string[], rows: readonly (readonly string[])[], note: string): string {
  const line = (tag: string, cells: readonly string[]) =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join("")}</tr>`;
  const head = `<thead>${line("th", ["", ...columns])}</thead>`;
  const body = rows.map((row, index) => line("td", [String(index), ...row])).join("");
  return `<table>${head}<tbody>${body}</tbody></table>${note && `<p>${note}</p>`}`;
}

function text(columns: readonly string[], rows: readonly (readonly string[])[], note: string): string {
  const lines = [columns, ...rows];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]!.length)));
  const print = (line: readonly string[]) =>
    line
      .map((cell, index) => cell.padEnd(widths[index]!))
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return [print(columns), rule, ...rows.map(print), ...(note ? [`(${note})`] : [])].join("\n");
}

function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
