import { h } from "../dom.ts";

interface Shift {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

const smallest = 0.15;
/** Below this scale the words of a diagram are too small to read. */
const readable = 0.7;
const largest = 4;
const margin = 12;

/** A window onto something larger: drag to pan, Ctrl and wheel (or + and -) to zoom, arrow keys to move, 0 to fit. */
export class PanZoom {
  readonly element = h("div", { class: "tw-viewport", tabindex: 0, role: "group" });
  readonly #content: HTMLElement;
  #size = { width: 1, height: 1 };
  #isDragged = false;
  #shift: Shift = { x: 0, y: 0, scale: 1 };

  constructor() {
    this.#content = h("div", { class: "tw-canvas" });
    this.element.append(this.#content);
    this.element.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    this.element.addEventListener("keydown", (event) => this.#key(event));
    this.element.addEventListener("pointerdown", (event) => this.#drag(event));
    // The click that ends a drag is none.
    this.element.addEventListener("click", (event) => this.#isDragged && event.stopImmediatePropagation());
  }

  show(picture: SVGElement, size: { width: number; height: number }): void {
    this.#size = size;
    this.#content.replaceChildren(picture);
  }

  /** Words in place of a picture. */
  say(words: string): void {
    this.#size = { width: 1, height: 1 };
    this.#content.replaceChildren(h("p", { class: "tw-said", role: "status" }, words));
    this.#move({ x: margin, y: margin, scale: 1 });
  }

  /** From the top, as much of the width as can be read. */
  open(): void {
    this.#fit(readable);
  }

  /** The whole width in view, from the top. */
  fit(): void {
    this.#fit(smallest);
  }

  #fit(least: number): void {
    // Where the window has no size yet, nothing can be fitted.
    const room = this.element.clientWidth - 2 * margin;
    const scale = room > 0 ? Math.max(least, Math.min(1, room / this.#size.width)) : 1;
    const rest = (this.element.clientWidth - this.#size.width * scale) / 2;
    this.#move({ x: Math.max(margin / 2, rest), y: margin, scale });
  }

  zoom(factor: number, around?: { x: number; y: number }): void {
    const { x, y, scale } = this.#shift;
    const next = Math.min(largest, Math.max(smallest, scale * factor));
    const point = around ?? { x: this.element.clientWidth / 2, y: this.element.clientHeight / 2 };
    this.#move({
      x: point.x - ((point.x - x) / scale) * next,
      y: point.y - ((point.y - y) / scale) * next,
      scale: next,
    });
  }

  #move(shift: Shift): void {
    this.#shift = shift;
    this.#content.style.transform = `translate(${shift.x}px, ${shift.y}px) scale(${shift.scale})`;
  }

  #wheel(event: WheelEvent): void {
    // A plain wheel scrolls the notebook, as everywhere else in it.
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const box = this.element.getBoundingClientRect();
    this.zoom(Math.exp(-event.deltaY / 300), { x: event.clientX - box.left, y: event.clientY - box.top });
  }

  #key(event: KeyboardEvent): void {
    if (event.target !== this.element) return;
    const { x, y, scale } = this.#shift;
    const actions: Record<string, () => void> = {
      "+": () => this.zoom(1.25),
      "=": () => this.zoom(1.25),
      "-": () => this.zoom(0.8),
      "0": () => this.fit(),
      ArrowUp: () => this.#move({ x, y: y + 60, scale }),
      ArrowDown: () => this.#move({ x, y: y - 60, scale }),
      ArrowLeft: () => this.#move({ x: x + 60, y, scale }),
      ArrowRight: () => this.#move({ x: x - 60, y, scale }),
    };
    const action = actions[event.key];
    if (action === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    action();
  }

  #drag(start: PointerEvent): void {
    if (start.button !== 0) return;
    const { x, y, scale } = this.#shift;
    this.#isDragged = false;
    const move = (event: PointerEvent) => {
      if (Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > 4)
        this.#isDragged = true;
      this.#move({ x: x + event.clientX - start.clientX, y: y + event.clientY - start.clientY, scale });
    };
    const end = () => {
      window.removeEventListener("pointermove", move);
      window.removeEventListener("pointerup", end);
    };
    window.addEventListener("pointermove", move);
    window.addEventListener("pointerup", end);
  }
}
