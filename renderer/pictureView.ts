import { drawing } from "../src/figures/index.ts";
import type { Theme } from "../src/figures/theme.ts";
import type { OutputMime, OutputPayload } from "../src/protocol/outputs/index.ts";
import { choice } from "./controls.ts";
import { DataTable, type TableData } from "./dataTable.ts";
import { h, svgDom } from "./dom.ts";
import { saveTools, type Savable } from "./frame.ts";
import type { PicturePlace } from "./cursorTargets.ts";
import { PaneWidth } from "./paneWidth.ts";
import { PictureCursor } from "./pictureCursor.ts";
import type { View, ViewFactory } from "./view.ts";

/** What a view adds to its picture. */
export interface PictureDetails<P> {
  /** For labels and file names. */
  title(payload: P): string;
  /** The numbers behind the picture. */
  table(payload: P): TableData;
  /** The exact numbers at a place of one of the picture's heat maps or charts, in words. */
  words(payload: P, place: PicturePlace): string;
}

type Mode = "picture" | "table";

/** A view that is its picture (in a wide pane the same as in a saved notebook), with exact values on hover and as a table. */
class PictureView<M extends OutputMime> implements View<OutputPayload<M>> {
  readonly element: HTMLElement;
  readonly #mime: M;
  readonly #details: PictureDetails<OutputPayload<M>>;
  readonly #holder = h("div", { class: "tw-picture", role: "group" });
  readonly #table = new DataTable();
  readonly #cursor: PictureCursor;
  readonly #width = new PaneWidth(this.#holder, () => this.#draw());
  readonly #body = h("div");
  readonly #mode = choice<Mode>(
    "View",
    [
      { value: "picture", words: "Picture" },
      { value: "table", words: "Table" },
    ],
    (mode) => this.#show(mode),
  );
  #payload: OutputPayload<M>;
  #theme: Theme;

  constructor(mime: M, details: PictureDetails<OutputPayload<M>>, payload: OutputPayload<M>, theme: Theme) {
    this.#mime = mime;
    this.#details = details;
    this.#payload = payload;
    this.#theme = theme;
    this.#cursor = new PictureCursor(this.#holder, (place) => details.words(this.#payload, place));
    const tools = [this.#mode.element, ...saveTools(() => this.#savable())];
    const bar = h("div", { class: "tw-row tw-tools tw-over" }, ...tools);
    this.element = h("div", { class: "tw-framed", role: "figure" }, bar, this.#body);
    this.#show("picture");
  }

  update(payload: OutputPayload<M>): void {
    this.#payload = payload;
    const title = this.#details.title(payload);
    this.element.setAttribute("aria-label", title);
    this.#holder.setAttribute("aria-label", `${title}. Arrow keys read the values.`);
    if (this.#table.element.isConnected) this.#table.show(this.#details.table(payload));
    this.#draw();
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#draw();
  }

  dispose(): void {
    this.#width.dispose();
    this.#holder.replaceChildren();
  }

  #draw(): void {
    const picture = drawing(this.#mime, this.#payload, this.#theme, this.#width.measure());
    this.#holder.replaceChildren(...(picture === null ? [] : [svgDom(picture)]));
    this.#cursor.attach();
  }

  #show(mode: Mode): void {
    if (mode === "table") this.#table.show(this.#details.table(this.#payload));
    this.#mode.set(mode);
    this.#body.replaceChildren(
      ...(mode === "table" ? [this.#table.element] : [this.#holder, this.#cursor.readout]),
    );
  }

  #savable(): Savable {
    return {
      title: this.#details.title(this.#payload),
      picture: drawing(this.#mime, this.#payload, this.#theme),
      table: this.#details.table(this.#payload),
    };
  }
}

export function pictureView<M extends OutputMime>(
  mime: M,
  details: PictureDetails<OutputPayload<M>>,
): ViewFactory<OutputPayload<M>> {
  return (payload, theme) => new PictureView(mime, details, payload, theme);
}
