import { figure } from "../src/figures/index.ts";
import type { Theme } from "../src/figures/theme.ts";
import type { OutputMime, OutputPayload } from "../src/protocol/outputs/index.ts";
import { button } from "./controls.ts";
import { csvOf, type TableData } from "./dataTable.ts";
import { h } from "./dom.ts";
import { fileName, savePng, saveText } from "./save.ts";

/** Title, tools and notes that every view shares. */
export class Frame {
  readonly element: HTMLElement;
  readonly controls = h("div", { class: "tw-row tw-controls" });
  readonly body = h("div", { class: "tw-body" });
  readonly #title = h("div", { class: "tw-title", role: "heading", "aria-level": 3 });
  readonly #subtitle = h("div", { class: "tw-muted" });
  readonly #notes = h("div", { class: "tw-notes tw-muted" });

  constructor(tools: readonly HTMLElement[]) {
    const words = h("div", {}, this.#title, this.#subtitle);
    const head = h("div", { class: "tw-head" }, words, h("div", { class: "tw-row tw-tools" }, ...tools));
    this.element = h(
      "div",
      { class: "tw-frame", role: "figure" },
      head,
      this.controls,
      this.body,
      this.#notes,
    );
  }

  setWords(title: string, subtitle: string, notes: readonly string[]): void {
    this.element.setAttribute("aria-label", title);
    this.#title.textContent = title;
    this.#subtitle.textContent = subtitle;
    this.#notes.replaceChildren(...notes.slice(0, 20).map((note) => h("p", {}, note)));
  }
}

/** What the tools of a view save: the picture that a saved notebook holds, in the reader's theme, and the numbers. */
export function saveTools<M extends OutputMime>(
  mime: M,
  now: () => { payload: OutputPayload<M>; theme: Theme; title: string; table: TableData | null },
): HTMLElement[] {
  const name = () => fileName(now().title);
  const svg = () => figure(mime, now().payload, now().theme) ?? "";
  return [
    button("CSV", "Save the numbers as CSV", () => {
      const { table } = now();
      if (table !== null) saveText(`${name()}.csv`, "text/csv", csvOf(table));
    }),
    button("SVG", "Save the picture as SVG", () => saveText(`${name()}.svg`, "image/svg+xml", svg())),
    button("PNG", "Save the picture as PNG", () => void savePng(`${name()}.png`, svg())),
  ];
}
