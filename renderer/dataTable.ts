import { h } from "./dom.ts";
import { button } from "./controls.ts";

export interface TableData {
  readonly caption: string;
  readonly head: readonly string[];
  readonly count: number;
  row(index: number): readonly string[];
}

const pageSize = 100;

/** A table that shows a hundred rows at a time: the exact numbers of a chart, also for screen readers. */
export class DataTable {
  readonly element = h("div", { class: "tw-table", tabindex: 0, role: "region" });
  #data: TableData = { caption: "", head: [], count: 0, row: () => [] };
  #start = 0;

  show(data: TableData): void {
    this.#data = data;
    if (this.#start >= data.count) this.#start = 0;
    this.element.setAttribute("aria-label", data.caption);
    this.#draw();
  }

  #draw(): void {
    const { caption, head, count } = this.#data;
    const end = Math.min(count, this.#start + pageSize);
    const rows: HTMLElement[] = [];
    for (let index = this.#start; index < end; index++) {
      const cells = this.#data
        .row(index)
        .map((cell, at) => h(at === 0 ? "th" : "td", at === 0 ? { scope: "row" } : {}, cell));
      rows.push(h("tr", {}, ...cells));
    }
    const titles = h("tr", {}, ...head.map((title) => h("th", { scope: "col" }, title)));
    const table = h("table", {}, h("caption", {}, caption), h("thead", {}, titles), h("tbody", {}, ...rows));
    this.element.replaceChildren(table, ...(count > pageSize ? [this.#pager(end)] : []));
  }

  #pager(end: number): HTMLElement {
    const go = (start: number) => () => {
      this.#start = Math.max(0, start);
      this.#draw();
      this.element.scrollTop = 0;
    };
    const before = button("‹ Previous", "Earlier rows", go(this.#start - pageSize));
    const next = button("Next ›", "Later rows", go(this.#start + pageSize));
    before.disabled = this.#start === 0;
    next.disabled = end >= this.#data.count;
    const place = `${this.#start + 1} to ${end} of ${this.#data.count}`;
    return h(
      "div",
      { class: "tw-row tw-pager" },
      before,
      h("span", { class: "tw-muted", role: "status" }, place),
      next,
    );
  }
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
