import { h } from "./dom.ts";
import { button } from "./controls.ts";

export interface TableData {
  readonly caption: string;
  readonly head: readonly string[];
  readonly count: number;
  row(index: number): readonly string[];
}

const pageRows = 100;
const pageColumns = 64;

/** A table that shows a hundred rows and 64 columns at a time: the exact numbers of a chart, also for screen readers. */
export class DataTable {
  readonly element = h("div", { class: "tw-table", tabindex: 0, role: "region" });
  #data: TableData = { caption: "", head: [], count: 0, row: () => [] };
  #row = 0;
  #column = 1;

  show(data: TableData): void {
    this.#data = data;
    if (this.#row >= data.count) this.#row = 0;
    if (this.#column >= data.head.length) this.#column = 1;
    this.element.setAttribute("aria-label", data.caption);
    this.#draw();
  }

  #draw(): void {
    const { caption, head, count } = this.#data;
    const end = Math.min(count, this.#row + pageRows);
    // The first column names the rows, and stays.
    const shown = (cells: readonly string[]) => [
      cells[0] ?? "",
      ...cells.slice(this.#column, this.#column + pageColumns),
    ];
    const rows = Array.from({ length: end - this.#row }, (_, at) => shown(this.#data.row(this.#row + at)));
    const kinds = shown(head).map((_, at) => (rows.some((row) => isWords(row[at]!)) ? "tw-words" : ""));
    const titles = shown(head).map((title, at) => h("th", { scope: "col", class: kinds[at]! }, title));
    const body = rows.map((row) =>
      h(
        "tr",
        {},
        ...row.map((cell, at) =>
          at === 0 ? h("th", { scope: "row" }, cell) : h("td", { class: kinds[at]! }, cell),
        ),
      ),
    );
    const table = h(
      "table",
      {},
      h("caption", {}, h("span", {}, caption)),
      h("thead", {}, h("tr", {}, ...titles)),
      h("tbody", {}, ...body),
    );
    this.element.replaceChildren(table, ...this.#pagers(end));
  }

  #pagers(end: number): HTMLElement[] {
    const { count, head } = this.#data;
    const columns = head.length - 1;
    const lastColumn = Math.min(columns, this.#column + pageColumns - 1);
    const rowPager = () =>
      pager(["‹ Previous", "Next ›"], "rows", [this.#row + 1, end, count], (by) => {
        this.#row = Math.max(0, this.#row + by * pageRows);
        this.#draw();
        this.element.scrollTop = 0;
      });
    const columnPager = () =>
      pager(["‹ Left", "Right ›"], "columns", [this.#column, lastColumn, columns], (by) => {
        this.#column = Math.max(1, this.#column + by * pageColumns);
        this.#draw();
        this.element.scrollLeft = 0;
      });
    const all = [
      ...(count > pageRows ? [rowPager()] : []),
      ...(columns > pageColumns ? [columnPager()] : []),
    ];
    return all.length === 0 ? [] : [h("div", { class: "tw-row tw-pager" }, ...all)];
  }
}

/** Numbers stand under each other's ends, words under each other's beginnings. */
function isWords(cell: string): boolean {
  return cell !== "" && !/^[-+−]?(\d|\.\d|∞|NaN|Infinity)/.test(cell);
}

/** Buttons to the pages before and after, with the place between them: "101 to 200 of 250". */
function pager(
  words: readonly [before: string, after: string],
  what: string,
  [first, last, count]: readonly [number, number, number],
  go: (by: 1 | -1) => void,
): HTMLElement {
  const before = button(words[0], `Earlier ${what}`, () => go(-1));
  const after = button(words[1], `Later ${what}`, () => go(1));
  before.disabled = first <= 1;
  after.disabled = last >= count;
  const place = h("span", { class: "tw-muted", role: "status" }, `${first} to ${last} of ${count} ${what}`);
  return h("span", { class: "tw-row" }, before, place, after);
}

/** Comma-separated values (RFC 4180), with the whole table and the caption left out. */
export function csvOf(data: TableData): string {
  const quote = (cell: string) => {
    // A cell that a spreadsheet would run as a formula is kept as text.
    const safe = /^[=+@\t\r]|^-(?![\d.∞])/.test(cell) ? `'${cell}` : cell;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const lines = [data.head.map(quote).join(",")];
  for (let index = 0; index < data.count; index++) lines.push(data.row(index).map(quote).join(","));
  return `${lines.join("\r\n")}\r\n`;
}
