import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  Tooltip,
  type ActiveElement,
  type ChartConfiguration,
  type Plugin,
} from "chart.js";
import { exactNumber } from "../../src/figures/exactNumber.ts";
import { formatNumber, formatTick, tokenName } from "../../src/figures/format.ts";
import type { Mark } from "../../src/figures/tokenStats/panel.ts";
import type { Theme } from "../../src/figures/theme.ts";
import { h } from "../dom.ts";

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale, Tooltip);

interface TokenSeries {
  readonly words: string;
  readonly color: string;
  readonly mark: Mark;
  readonly values: Float64Array;
}

export interface TokenChartData {
  readonly title: string;
  readonly series: readonly TokenSeries[];
  readonly tokens: readonly string[];
  /** Value of the dashed line, with its words; null where there is none. */
  readonly pooled: { readonly value: number; readonly words: string } | null;
  readonly logarithmic: boolean;
}

type LineChart = Chart<"line", { x: number; y: number }[], string>;

const pointStyles = { circle: "circle", square: "rect", diamond: "rectRot" } as const;
/** Chart.js draws a square inside the circle of its radius; these make the marks equally heavy. */
const pointWeights = { circle: 1, square: 1.25, diamond: 1.3 } as const;

/** One quantity of every token: a mark per token and stage, exact under the pointer and the arrow keys. */
export class TokenChart {
  readonly element: HTMLElement;
  readonly #chart: LineChart;
  readonly #title = h("div", { class: "tw-chart-title" });
  readonly #canvas = h("canvas", { tabindex: 0, role: "img" });
  readonly #spoken = h("div", { class: "tw-spoken", "aria-live": "polite" });
  #data: TokenChartData;
  #theme: Theme;
  #focused = -1;

  constructor(data: TokenChartData, theme: Theme) {
    this.#data = data;
    this.#theme = theme;
    // The box has a height of its own, which the reader may drag; the canvas fills it and never the other way round.
    const box = h("div", { class: "tw-chart-box" }, this.#canvas);
    this.element = h("div", { class: "tw-chart" }, this.#title, box, this.#spoken);
    this.#chart = new Chart(this.#canvas, this.#configuration());
    this.#canvas.addEventListener("keydown", (event) => this.#move(event));
    this.update(data, theme);
  }

  /** Draws other data in the same chart. */
  update(data: TokenChartData, theme: Theme): void {
    this.#data = data;
    this.#theme = theme;
    const { data: drawn, options } = this.#configuration();
    this.#title.textContent = data.title;
    this.#canvas.setAttribute("aria-label", this.#summary());
    // Chart.js compares datasets by identity to animate; ours are new and drawn at once.
    this.#chart.data = drawn;
    this.#chart.options = options!;
    this.#chart.update("none");
  }

  destroy(): void {
    this.#chart.destroy();
  }

  #configuration(): ChartConfiguration<"line", { x: number; y: number }[], string> {
    const count = this.#count();
    const spread = count <= 80 ? 0.2 : 0;
    const middle = (this.#data.series.length - 1) / 2;
    return {
      type: "line",
      data: {
        datasets: this.#data.series.map((series, index) => ({
          label: series.words,
          data: Array.from(series.values, (y, token) => ({ x: token + (index - middle) * spread, y })),
          showLine: false,
          pointStyle: pointStyles[series.mark],
          pointRadius: pointWeights[series.mark] * (count <= 80 ? 4.2 : count <= 600 ? 2.4 : 1.2),
          pointHoverRadius: 7,
          pointHitRadius: 0,
          // Many marks lie on each other: the later stages, which vary less, stay visible in front.
          order: -index,
          pointBackgroundColor: count > 600 ? `${series.color}b0` : series.color,
          pointBorderWidth: 0,
        })),
      },
      options: this.#options(),
      plugins: [this.#pooledLine],
    };
  }

  #options(): NonNullable<ChartConfiguration<"line">["options"]> {
    const { tokens, logarithmic } = this.#data;
    const ticks = { color: this.#theme.muted, font: { size: 11 } };
    const grid = { color: this.#theme.grid };
    return {
      responsive: true,
      maintainAspectRatio: false,
      animation: false,
      parsing: false,
      normalized: true,
      interaction: { mode: "index", axis: "x", intersect: false },
      layout: { padding: { top: 6, right: 8, bottom: 8 } },
      scales: {
        x: {
          type: "linear",
          min: -0.5,
          max: Math.max(0.5, this.#count() - 0.5),
          grid: { display: false },
          border: { color: this.#theme.line },
          ticks: {
            ...ticks,
            autoSkip: true,
            autoSkipPadding: 6,
            maxRotation: 50,
            callback: (value) => (Number.isInteger(value) ? tokenName(tokens, Number(value), 10) : ""),
          },
          // Ticks at the tokens themselves, not at the half steps of the edges.
          afterBuildTicks: (axis) => {
            const every = Math.max(1, Math.ceil(this.#count() / 200));
            axis.ticks = Array.from({ length: Math.ceil(this.#count() / every) }, (_, index) => ({
              value: index * every,
            }));
          },
        },
        y: {
          type: logarithmic ? "logarithmic" : "linear",
          ...this.#bounds(),
          border: { display: false },
          grid,
          ticks: { ...ticks, maxTicksLimit: 6, callback: (value) => formatTick(Number(value)) },
        },
      },
      plugins: { legend: { display: false }, tooltip: this.#tooltip() },
    };
  }

  #tooltip() {
    return {
      animation: false as const,
      backgroundColor: this.#theme.text,
      titleColor: this.#theme.background,
      bodyColor: this.#theme.background,
      usePointStyle: true,
      boxPadding: 4,
      callbacks: {
        title: (items: { dataIndex: number }[]) => this.#tokenWords(items[0]?.dataIndex ?? 0),
        label: (item: { datasetIndex: number; dataIndex: number }) => {
          const series = this.#data.series[item.datasetIndex]!;
          return `${series.words}: ${exactNumber(series.values[item.dataIndex]!)}`;
        },
      },
    };
  }

  /** Room for the dashed line, and for zero, from which a linear scale starts. */
  #bounds(): { suggestedMin?: number; suggestedMax?: number } {
    const pooled = this.#data.pooled?.value ?? 0;
    if (this.#data.logarithmic) return {};
    return { suggestedMin: Math.min(0, pooled * 1.1), suggestedMax: Math.max(0, pooled * 1.1) };
  }

  readonly #pooledLine: Plugin<"line"> = {
    id: "pooledLine",
    afterDatasetsDraw: (chart) => {
      const { pooled } = this.#data;
      if (pooled === null || !Number.isFinite(pooled.value)) return;
      const y = chart.scales["y"]!.getPixelForValue(pooled.value);
      const { left, right, top, bottom } = chart.chartArea;
      if (!(y >= top && y <= bottom)) return;
      const { ctx } = chart;
      ctx.save();
      ctx.strokeStyle = this.#theme.pooled;
      ctx.lineWidth = 1.5;
      ctx.setLineDash([6, 4]);
      ctx.beginPath();
      ctx.moveTo(left, y);
      ctx.lineTo(right, y);
      ctx.stroke();
      ctx.restore();
    },
  };

  #count(): number {
    return Math.max(0, ...this.#data.series.map((series) => series.values.length));
  }

  #tokenWords(token: number): string {
    const text = this.#data.tokens[token];
    return text === undefined
      ? `token ${token}`
      : `token ${token} "${tokenName(this.#data.tokens, token, 30)}"`;
  }

  /** Arrow keys, Home and End walk over the tokens; what is shown is also spoken. */
  #move(event: KeyboardEvent): void {
    const last = this.#count() - 1;
    const steps: Record<string, number> = {
      ArrowRight: this.#focused + 1,
      ArrowLeft: this.#focused - 1,
      Home: 0,
      End: last,
    };
    const wanted = event.key === "Escape" ? -1 : steps[event.key];
    if (wanted === undefined || last < 0) return;
    event.preventDefault();
    this.#focused = event.key === "Escape" ? -1 : Math.min(last, Math.max(0, wanted));
    const active: ActiveElement[] = this.#focused < 0 ? [] : this.#activeAt(this.#focused);
    this.#chart.setActiveElements(active);
    this.#chart.tooltip?.setActiveElements(active, { x: 0, y: 0 });
    this.#chart.update("none");
    this.#spoken.textContent = this.#focused < 0 ? "" : this.#readAloud(this.#focused);
  }

  #activeAt(index: number): ActiveElement[] {
    return this.#data.series.flatMap((_, datasetIndex) => {
      const element = this.#chart.getDatasetMeta(datasetIndex).data[index];
      return element === undefined ? [] : [{ datasetIndex, index, element }];
    });
  }

  #readAloud(token: number): string {
    const values = this.#data.series.map(({ words, values: all }) => `${words} ${formatNumber(all[token]!)}`);
    return `${this.#tokenWords(token)}: ${values.join(", ")}`;
  }

  #summary(): string {
    const words = this.#data.series.map((series) => series.words).join(", ");
    const pooled = this.#data.pooled === null ? "" : ` Dashed line: ${this.#data.pooled.words}.`;
    return `${this.#data.title} of ${this.#count()} tokens: ${words}.${pooled} Arrow keys read the values.`;
  }
}
