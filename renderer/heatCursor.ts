import { h } from "./dom.ts";

/** A place in the data of a heat map: which map of the picture, and which cell of its data. */
export interface HeatPlace {
  readonly map: number;
  readonly row: number;
  readonly column: number;
}

interface DrawnPlace {
  readonly map: number;
  readonly row: number;
  readonly column: number;
}

const steps: Record<string, readonly [number, number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Shows the exact value of the cell under the pointer, or of a cell that arrow keys walk to, in words. */
export class HeatCursor {
  readonly readout = h("div", { class: "tw-readout", "aria-live": "polite" });
  readonly #holder: HTMLElement;
  readonly #tell: (place: HeatPlace) => string;
  readonly #mark = h("div", { class: "tw-cursor", hidden: true });
  #at: DrawnPlace = { map: 0, row: 0, column: -1 };

  constructor(holder: HTMLElement, tell: (place: HeatPlace) => string) {
    this.#holder = holder;
    this.#tell = tell;
    holder.addEventListener("pointermove", (event) => this.#point(event));
    holder.addEventListener("pointerleave", () => this.#hide());
    holder.addEventListener("keydown", (event) => this.#walk(event));
    holder.addEventListener("blur", () => this.#hide());
  }

  /** After the holder's picture was drawn anew. */
  attach(): void {
    this.#holder.append(this.#mark);
    if (this.#maps().length > 0) this.#holder.tabIndex = 0;
    this.#hide();
  }

  #maps(): SVGGraphicsElement[] {
    return [...this.#holder.querySelectorAll<SVGGraphicsElement>("[data-heat]")];
  }

  #point(event: PointerEvent): void {
    const maps = this.#maps();
    for (const [map, element] of maps.entries()) {
      const box = element.getBoundingClientRect();
      const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
      if (x < 0 || y < 0 || x >= 1 || y >= 1) continue;
      const [rows, columns] = sizeOf(element);
      this.#show({ map, row: Math.floor(y * rows), column: Math.floor(x * columns) });
      return;
    }
    this.#hide();
  }

  #walk(event: KeyboardEvent): void {
    const step = steps[event.key];
    const element = this.#maps()[this.#at.map];
    if (step === undefined || element === undefined) return;
    event.preventDefault();
    const [rows, columns] = sizeOf(element);
    const row = Math.min(rows - 1, Math.max(0, this.#at.row + step[0]));
    const column = Math.min(columns - 1, Math.max(0, this.#at.column + step[1]));
    this.#show({ map: this.#at.map, row, column });
  }

  #show(at: DrawnPlace): void {
    const element = this.#maps()[at.map]!;
    const [rows, columns, rowStep, columnStep] = sizeOf(element);
    const [box, around] = [element.getBoundingClientRect(), this.#holder.getBoundingClientRect()];
    const { style } = this.#mark;
    style.left = `${box.left - around.left + this.#holder.scrollLeft + (at.column / columns) * box.width}px`;
    style.top = `${box.top - around.top + this.#holder.scrollTop + (at.row / rows) * box.height}px`;
    style.width = `${box.width / columns}px`;
    style.height = `${box.height / rows}px`;
    this.#mark.hidden = false;
    this.#at = at;
    this.readout.textContent = this.#tell({
      map: at.map,
      row: at.row * rowStep,
      column: at.column * columnStep,
    });
  }

  #hide(): void {
    this.#mark.hidden = true;
    this.readout.textContent = "";
  }
}

/** Drawn rows and columns, and how many rows and columns of the data each stands for. */
function sizeOf(element: Element): [number, number, number, number] {
  const [rows = 1, columns = 1, rowStep = 1, columnStep = 1] = (element.getAttribute("data-heat") ?? "")
    .split(" ")
    .map(Number);
  return [rows, columns, rowStep, columnStep];
}
