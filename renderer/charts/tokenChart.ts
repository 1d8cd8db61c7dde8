import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  Tooltip,
  type ActiveElement,
} from "chart.js";
import type { Theme } from "../../src/figures/theme.ts";
import { h } from "../dom.ts";
import { chartConfiguration, chartSummary, readAloud, type TokenPoints } from "./chartConfiguration.ts";
import { chartMarks, tokensPerBar } from "./chartMarks.ts";
import type { TokenChartData } from "./tokenChartData.ts";

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale, Tooltip);

/** Charts that are drawn without waiting to hear whether they are in view. */
const mostUnseen = 8;

/**
 * One quantity of every token: a mark per token and stage, exact under the pointer and the arrow keys. The chart
 * itself lives only while its box is in view, so that a notebook of many outputs scrolls smoothly.
 */
export class TokenChart {
  static #live = 0;
  readonly element: HTMLElement;
  readonly #title = h("div", { class: "tw-chart-title" });
  readonly #canvas = h("canvas", { tabindex: 0, role: "img" });
  readonly #spoken = h("div", { class: "tw-spoken", "aria-live": "polite" });
  readonly #view: IntersectionObserver | undefined;
  #chart: Chart<"line", TokenPoints, string> | undefined;
  #data: TokenChartData;
  #theme: Theme;
  #focused = -1;

  constructor(data: TokenChartData, theme: Theme) {
    this.#data = data;
    this.#theme = theme;
    // The box has a height of its own, which the reader may drag; the canvas fills it and never the other way round.
    const box = h("div", { class: "tw-chart-box" }, this.#canvas);
    this.element = h("div", { class: "tw-chart" }, this.#title, box, this.#spoken);
    this.#canvas.addEventListener("keydown", (event) => this.#key(event));
    this.#canvas.addEventListener("pointermove", (event) => this.#point(event));
    this.#canvas.addEventListener("pointerleave", () => this.#isBars() && this.#focus(-1));
    if (typeof IntersectionObserver === "undefined") return;
    const seen = (entries: IntersectionObserverEntry[]) =>
      entries.at(-1)!.isIntersecting ? this.#draw() : this.#end();
    this.#view = new IntersectionObserver(seen, { rootMargin: "400px" });
    this.#view.observe(box);
  }

  /** Draws data in the same chart; the element must be in the document, from which the chart takes its size. */
  update(data: TokenChartData, theme: Theme): void {
    this.#data = data;
    this.#theme = theme;
    if (this.#focused >= data.count) this.#focused = -1;
    const per = tokensPerBar(data.count);
    this.#title.textContent = per > 1 ? `${data.title} · each bar: the range of ${per} tokens` : data.title;
    this.#canvas.setAttribute("aria-label", chartSummary(data));
    if (this.#chart !== undefined || TokenChart.#live < mostUnseen) this.#draw();
  }

  destroy(): void {
    this.#view?.disconnect();
    this.#end();
  }

  #draw(): void {
    const { type, data, options } = chartConfiguration(this.#data, this.#theme, this.#focused);
    if (this.#chart === undefined) {
      const marks = chartMarks(() => ({ data: this.#data, theme: this.#theme }));
      this.#chart = new Chart(this.#canvas, { type, data, options, plugins: [marks] });
      TokenChart.#live += 1;
      return;
    }
    // Chart.js compares datasets by identity to animate; ours are new and drawn at once.
    this.#chart.data = data;
    this.#chart.options = options;
    this.#chart.update("none");
  }

  #end(): void {
    if (this.#chart === undefined) return;
    this.#chart.destroy();
    this.#chart = undefined;
    TokenChart.#live -= 1;
    // A canvas keeps its pixels as long as it has a size.
    this.#canvas.width = this.#canvas.height = 0;
  }

  #isBars(): boolean {
    return tokensPerBar(this.#data.count) > 1;
  }

  /** Chart.js finds the marks under a pointer itself; a bar stands for many tokens, of which one is meant. */
  #point(event: PointerEvent): void {
    if (!this.#isBars() || this.#chart === undefined) return;
    const token = Math.round(this.#chart.scales["x"]!.getValueForPixel(event.offsetX) ?? -1);
    this.#focus(token >= 0 && token < this.#data.count ? token : -1);
  }

  /** Arrow keys, Home and End walk over the tokens; what is shown is also spoken. */
  #key(event: KeyboardEvent): void {
    const last = this.#data.count - 1;
    const steps: Record<string, number> = {
      ArrowRight: this.#focused + 1,
      ArrowLeft: this.#focused - 1,
      Home: 0,
      End: last,
      Escape: -1,
    };
    const wanted = steps[event.key];
    if (wanted === undefined || last < 0) return;
    event.preventDefault();
    this.#focus(event.key === "Escape" ? -1 : Math.min(last, Math.max(0, wanted)));
    this.#spoken.textContent = this.#focused < 0 ? "" : readAloud(this.#data, this.#focused);
  }

  /** Shows the numbers of one token, or of none (-1). */
  #focus(token: number): void {
    if (token === this.#focused || this.#chart === undefined) return;
    this.#focused = token;
    if (this.#isBars()) this.#draw();
    const active = token < 0 ? [] : this.#activeAt(this.#chart, this.#isBars() ? 0 : token);
    this.#chart.setActiveElements(active);
    this.#chart.tooltip?.setActiveElements(active, { x: 0, y: 0 });
    this.#chart.update("none");
  }

  #activeAt(chart: Chart<"line", TokenPoints, string>, index: number): ActiveElement[] {
    return this.#data.series.flatMap((_, datasetIndex) => {
      const element = chart.getDatasetMeta(datasetIndex).data[index];
      return element === undefined ? [] : [{ datasetIndex, index, element }];
    });
  }
}
