import { cursorTargets, type CursorTarget, type PicturePlace } from "./cursorTargets.ts";
import { h } from "./dom.ts";

interface DrawnPlace {
  readonly map: number;
  readonly row: number;
  readonly column: number;
}

const steps: Record<string, readonly [rows: number, columns: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

/** Reads the place under the pointer, or the one that arrow keys walk to, in words; Page Up and Down go to another map. */
export class PictureCursor {
  readonly readout = h("div", { class: "tw-readout", "aria-live": "polite" });
  readonly #holder: HTMLElement;
  readonly #tell: (place: PicturePlace) => string;
  readonly #open: ((place: PicturePlace) => void) | undefined;
  readonly #mark = h("div", { class: "tw-cursor", hidden: true });
  #targets: CursorTarget[] = [];
  #at: DrawnPlace = { map: 0, row: 0, column: -1 };

  /** `tell` gives the words for a place; `open` is called for one that is clicked, or on Enter. */
  constructor(
    holder: HTMLElement,
    tell: (place: PicturePlace) => string,
    open?: (place: PicturePlace) => void,
  ) {
    this.#holder = holder;
    this.#tell = tell;
    this.#open = open;
    holder.classList.toggle("tw-clickable", open !== undefined);
    holder.addEventListener("pointermove", (event) => this.#point(event));
    holder.addEventListener("pointerleave", () => this.#hide());
    holder.addEventListener("keydown", (event) => this.#key(event));
    holder.addEventListener("blur", () => this.#hide());
    holder.addEventListener("click", (event) => {
      this.#point(event);
      this.#openPlace();
    });
  }

  /** After the holder's picture was drawn anew. */
  attach(): void {
    this.#targets = cursorTargets(this.#holder);
    this.#holder.append(this.#mark);
    if (this.#targets.length > 0) this.#holder.tabIndex = 0;
    else this.#holder.removeAttribute("tabindex");
    this.#hide();
  }

  #point(event: MouseEvent): void {
    for (const [map, target] of this.#targets.entries()) {
      const box = target.element.getBoundingClientRect();
      const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
      if (!(x >= 0 && y >= 0 && x < 1 && y < 1) || target.columns === 0) continue;
      this.#show({ map, ...target.at(x, y) });
      return;
    }
    this.#hide();
  }

  #key(event: KeyboardEvent): void {
    if (event.key === "Enter" && this.#open !== undefined && !this.#mark.hidden) {
      event.preventDefault();
      this.#openPlace();
      return;
    }
    const next = this.#next(event.key);
    if (next === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#show(next);
  }

  #next(key: string): DrawnPlace | undefined {
    const page = { PageDown: 1, PageUp: -1 }[key];
    if (page !== undefined)
      return { map: clamp(this.#at.map + page, this.#targets.length), row: 0, column: 0 };
    const step = steps[key];
    const target = this.#targets[this.#at.map];
    if (step === undefined || target === undefined || target.columns === 0) return undefined;
    const row = clamp(this.#at.row + step[0], target.rows);
    return { map: this.#at.map, row, column: clamp(this.#at.column + step[1], target.columns) };
  }

  #show(at: DrawnPlace): void {
    const target = this.#targets[at.map];
    if (target === undefined) return;
    this.#at = at;
    this.#placeMark(target, at);
    this.readout.textContent = this.#tell(this.#placeOf(target));
  }

  #placeOf({ steps: [rows, columns] }: CursorTarget): PicturePlace {
    const { map, row, column } = this.#at;
    return { map, row: row * rows, column: column * columns, rows, columns };
  }

  #placeMark(target: CursorTarget, at: DrawnPlace): void {
    const part = target.part(at.row, at.column);
    const [box, around] = [target.element.getBoundingClientRect(), this.#holder.getBoundingClientRect()];
    const { style } = this.#mark;
    style.left = `${box.left - around.left + this.#holder.scrollLeft + part.left * box.width}px`;
    style.top = `${box.top - around.top + this.#holder.scrollTop + part.top * box.height}px`;
    style.width = `${part.width * box.width}px`;
    style.height = `${part.height * box.height}px`;
    this.#mark.classList.toggle("tw-cursor-line", part.width === 0);
    this.#mark.hidden = false;
  }

  #openPlace(): void {
    const target = this.#targets[this.#at.map];
    if (this.#open !== undefined && target !== undefined && !this.#mark.hidden)
      this.#open(this.#placeOf(target));
  }

  #hide(): void {
    this.#mark.hidden = true;
    this.readout.textContent = "";
  }
}

function clamp(place: number, count: number): number {
  return Math.max(0, Math.min(count - 1, place));
}
