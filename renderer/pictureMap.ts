import { picture, type Block } from "../src/figures/picture.ts";
import type { Theme } from "../src/figures/theme.ts";
import { h, svgDom } from "./dom.ts";

/** A drawn block in which a pointer can be looked up: a heat map with its words under it. */
export class PictureMap {
  readonly element: HTMLElement;
  readonly #holder = h("div", { class: "tw-picture" });
  readonly #readout = h("div", { class: "tw-readout", "aria-live": "polite" });
  #size = { width: 1, height: 1 };

  /** `tell` gives the words for a point (in the block's pixels); `open` is called when it is clicked. */
  constructor(
    tell: (point: { x: number; y: number }) => string,
    open?: (point: { x: number; y: number }) => void,
  ) {
    this.element = h("div", { class: "tw-map" }, this.#holder, this.#readout);
    this.#holder.addEventListener(
      "pointermove",
      (event) => (this.#readout.textContent = tell(this.#pointOf(event))),
    );
    this.#holder.addEventListener("pointerleave", () => (this.#readout.textContent = ""));
    if (open !== undefined) this.#holder.addEventListener("click", (event) => open(this.#pointOf(event)));
    this.#holder.classList.toggle("tw-clickable", open !== undefined);
  }

  show(block: Block, label: string, theme: Theme): void {
    this.#size = { width: block.width, height: block.height };
    this.#holder.replaceChildren(
      svgDom(picture(this.#size, theme, { title: label, description: label }, block.element)),
    );
  }

  /** Words in the line under the map, for those who walk with keys. */
  say(words: string): void {
    this.#readout.textContent = words;
  }

  #pointOf(event: MouseEvent): { x: number; y: number } {
    const box = this.#holder.firstElementChild!.getBoundingClientRect();
    return {
      x: ((event.clientX - box.left) / box.width) * this.#size.width,
      y: ((event.clientY - box.top) / box.height) * this.#size.height,
    };
  }
}
