import { svgText, type SvgElement } from "../src/figures/svg.ts";
import { button } from "./controls.ts";
import { csvOf, type TableData } from "./dataTable.ts";
import { h } from "./dom.ts";
import { copyText, fileName, savePng, saveText } from "./save.ts";

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

/** What a view has to save at the moment: the picture as the reader sees it, and its numbers. */
export interface Savable {
  readonly title: string;
  readonly picture: SvgElement | null;
  readonly table: TableData | null;
}

/** Buttons that copy the numbers as CSV, and save them or the picture as SVG or PNG. */
export function saveTools(now: () => Savable): HTMLElement[] {
  const name = () => fileName(now().title);
  const withPicture = (save: (svg: string) => void) => () => {
    const { picture } = now();
    if (picture !== null) save(svgText(picture));
  };
  const told = h("span", { class: "tw-spoken", role: "status" });
  const copy = button("Copy CSV", "Copy the numbers as CSV", () => {
    const { table } = now();
    if (table !== null) void copyCsv(csvOf(table), copy, told);
  });
  return [
    copy,
    told,
    button("CSV", "Save the numbers as CSV", () => {
      const { table } = now();
      if (table !== null) saveText(`${name()}.csv`, "text/csv", csvOf(table));
    }),
    button(
      "SVG",
      "Save the picture as SVG",
      withPicture((svg) => saveText(`${name()}.svg`, "image/svg+xml", svg)),
    ),
    button(
      "PNG",
      "Save the picture as PNG",
      withPicture((svg) => void savePng(`${name()}.png`, svg)),
    ),
  ];
}

/** Says on the button, and to screen readers, whether the numbers have been copied. */
async function copyCsv(csv: string, button: HTMLButtonElement, told: HTMLElement): Promise<void> {
  const words = (await copyText(csv)) ? "Copied" : "Copying is not allowed here: save the CSV instead";
  told.textContent = words;
  button.title = words;
  button.classList.add("tw-told");
  setTimeout(() => {
    told.textContent = "";
    button.title = "Copy the numbers as CSV";
    button.classList.remove("tw-told");
  }, 2000);
}
