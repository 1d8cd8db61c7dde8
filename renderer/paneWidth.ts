import { usualWidth } from "../src/figures/picture.ts";

const narrowest = 280;
/** Pictures follow their pane in steps, so that a dragged edge does not draw them at every pixel. */
const step = 8;

/** The width for which a picture is laid out: its pane's, at most `widest`; `onChange` is called when it is another. */
export class PaneWidth {
  readonly #pane: HTMLElement;
  readonly #observer: ResizeObserver;
  readonly #widest: number;
  #now: number;

  constructor(pane: HTMLElement, onChange: () => void, widest = usualWidth) {
    this.#pane = pane;
    this.#widest = widest;
    this.#now = widest;
    this.#observer = new ResizeObserver(() => {
      const before = this.#now;
      if (this.measure() !== before) onChange();
    });
    this.#observer.observe(pane);
  }

  /** The width now; the last one while the pane is not in view. */
  measure(): number {
    const width = this.#pane.clientWidth;
    if (width > 0) this.#now = Math.max(narrowest, Math.min(this.#widest, width - (width % step)));
    return this.#now;
  }

  dispose(): void {
    this.#observer.disconnect();
  }
}
