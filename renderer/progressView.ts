import { picture } from "../src/figures/picture.ts";
import { progressChart, progressPoint } from "../src/figures/progress/chart.ts";
import { paceWords, stepWords, valueWords } from "../src/figures/progress/text.ts";
import type { Theme } from "../src/figures/theme.ts";
import type { ProgressPayload } from "../src/protocol/outputs/progress.ts";
import { h, svgDom } from "./dom.ts";
import { PaneWidth } from "./paneWidth.ts";
import { PictureCursor } from "./pictureCursor.ts";
import type { View } from "./view.ts";

const mostValues = 20;
const widestChart = 560;

/** A bar with step, rate and time left; reported values show their history as a chart. Updates keep the nodes. */
export class ProgressView implements View<ProgressPayload> {
  readonly #bar = h("progress", { class: "tw-bar" });
  readonly #label = h("span", { class: "tw-strong" });
  readonly #step = h("span", { class: "tw-number" });
  readonly #pace = h("span", { class: "tw-muted" });
  readonly #values = h("span", { class: "tw-number tw-values" });
  readonly #holder = h("div", { class: "tw-picture", role: "group" });
  readonly #cursor: PictureCursor;
  readonly #width = new PaneWidth(this.#holder, () => this.#drawChart(), widestChart);
  readonly element: HTMLElement;
  #payload: ProgressPayload;
  #theme: Theme;

  constructor(payload: ProgressPayload, theme: Theme) {
    this.#payload = payload;
    this.#theme = theme;
    this.#cursor = new PictureCursor(this.#holder, ({ map, column }) =>
      progressPoint(this.#payload, map, column),
    );
    this.element = h(
      "div",
      { class: "tw-progress" },
      h("div", { class: "tw-row" }, this.#label, this.#step, this.#pace, this.#values),
      this.#bar,
      this.#holder,
      this.#cursor.readout,
    );
  }

  update(payload: ProgressPayload): void {
    this.#payload = payload;
    this.#label.textContent = payload.label;
    this.#step.textContent = stepWords(payload);
    this.#pace.textContent = paceWords(payload).join(" · ");
    this.#values.textContent = valueWords(payload).slice(0, mostValues).join(" · ");
    this.#bar.setAttribute("aria-label", payload.label || "progress");
    this.#bar.classList.toggle("tw-done", payload.done);
    setBar(this.#bar, payload);
    this.#drawChart();
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.#drawChart();
  }

  dispose(): void {
    this.#width.dispose();
    this.element.remove();
  }

  #drawChart(): void {
    const chart = progressChart(this.#payload, this.#width.measure(), this.#theme);
    const isHidden = chart === null;
    for (const part of [this.#holder, this.#cursor.readout]) part.hidden = isHidden;
    if (isHidden) return;
    const title = `${this.#payload.label || "progress"} over the steps: ${valueWords(this.#payload).join(", ")}`;
    this.#holder.setAttribute("aria-label", `${title}. Arrow keys read the values.`);
    this.#holder.replaceChildren(
      svgDom(picture(chart, this.#theme, { title, description: title }, chart.element)),
    );
    this.#cursor.attach();
  }
}

function setBar(bar: HTMLProgressElement, { step, total, done }: ProgressPayload): void {
  if (total !== null || done) {
    bar.max = Math.max(1, total ?? step);
    bar.value = done && total === null ? bar.max : step;
  } else bar.removeAttribute("value");
}
