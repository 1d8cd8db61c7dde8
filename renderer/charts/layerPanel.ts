import { isPooled, layerWords } from "../../src/figures/axisWords.ts";
import { formatNumber } from "../../src/figures/format.ts";
import { outlierWords } from "../../src/figures/tokenStats/outliers.ts";
import { pooledWords } from "../../src/figures/tokenStats/pooledWords.ts";
import { stageColor, stages, stageValues, type Quantity } from "../../src/figures/tokenStats/stages.ts";
import type { Theme } from "../../src/figures/theme.ts";
import { unpack } from "../../src/protocol/numbers.ts";
import type { TokenStatsLayer, TokenStatsPayload } from "../../src/protocol/outputs/tokenStats.ts";
import { h, svgDom } from "../dom.ts";
import { picture } from "../../src/figures/picture.ts";
import { TokenChart, type TokenChartData } from "./tokenChart.ts";
import { chartsOf, type TokenStatsState } from "./tokenStatsState.ts";
import { vectorStrip, vectorWords } from "./vectorStrip.ts";

/** One layer: its charts, the sum behind the dashed line, and scale and shift. Charts are reused from layer to layer. */
export class LayerPanel {
  readonly element: HTMLElement;
  readonly #words = h("div", { class: "tw-layer-words" });
  readonly #charts = h("div", { class: "tw-charts" });
  readonly #sum = h("p", { class: "tw-sum" });
  readonly #outliers = h("p", { class: "tw-warning" });
  readonly #vectors = h("div", { class: "tw-vectors" });
  #drawn: TokenChart[] = [];

  constructor() {
    this.element = h("div", {}, this.#words, this.#charts, this.#sum, this.#outliers, this.#vectors);
  }

  update(payload: TokenStatsPayload, state: TokenStatsState, theme: Theme): void {
    const layer = payload.layers[state.layer];
    if (layer === undefined) return;
    const tokens = payload.tokens[state.sequence] ?? [];
    this.#words.textContent = layerWords(layer);
    this.#words.classList.toggle("tw-warning", isPooled(layer));
    this.#drawCharts(
      chartsOf[state.shown].map(({ quantity, title }) =>
        chartData(layer, quantity, title, tokens, state, theme),
      ),
      theme,
    );
    this.#sum.textContent = `${pooledWords(layer, state.sequence)} ${normalizedWords(layer)}`;
    this.#outliers.textContent = outlierWords(layer, state.sequence, tokens);
    this.#drawVectors(layer, theme);
  }

  dispose(): void {
    for (const chart of this.#drawn) chart.destroy();
    this.#drawn = [];
  }

  #drawCharts(data: readonly TokenChartData[], theme: Theme): void {
    if (this.#drawn.length !== data.length) {
      this.dispose();
      this.#drawn = data.map((one) => new TokenChart(one, theme));
      this.#charts.replaceChildren(...this.#drawn.map((chart) => chart.element));
    } else this.#drawn.forEach((chart, index) => chart.update(data[index]!, theme));
  }

  #drawVectors(layer: TokenStatsLayer, theme: Theme): void {
    const words = vectorWords(layer);
    const strip = vectorStrip(layer, 740, theme);
    const drawn =
      strip === null
        ? []
        : [svgDom(picture(strip, theme, { title: words, description: words }, strip.element))];
    this.#vectors.replaceChildren(h("p", {}, words), ...drawn);
  }
}

function chartData(
  layer: TokenStatsLayer,
  quantity: Quantity,
  title: string,
  tokens: readonly string[],
  state: TokenStatsState,
  theme: Theme,
): TokenChartData {
  const series = stages
    .filter(({ name }) => layer[name] !== null && !state.hidden.has(name))
    .map(({ name, words, mark }) => ({
      words,
      mark,
      color: stageColor(name, theme),
      values: stageValues(layer, name, quantity, state.sequence),
    }));
  // A mean has a sign, so it has no logarithm.
  const logarithmic = state.logarithmic && quantity !== "mean";
  return {
    title: logarithmic ? `${title} (log scale)` : title,
    series,
    tokens,
    pooled: pooledLine(layer, quantity, state.sequence),
    logarithmic,
  };
}

function pooledLine(layer: TokenStatsLayer, quantity: Quantity, sequence: number): TokenChartData["pooled"] {
  if (quantity !== "mean" && quantity !== "variance") return null;
  const value = unpack(layer.pooled[quantity])[sequence];
  return value === undefined
    ? null
    : { value, words: `the one ${quantity} of LayerNorm([N, C]), ${formatNumber(value)}` };
}

function normalizedWords(layer: TokenStatsLayer): string {
  if (layer.normalized === null) return "";
  if (layer.kind.startsWith("RMS"))
    return "RMSNorm subtracts nothing: after normalising, mean² + variance is about 1.";
  return "After normalising, a variance is var / (var + eps): a little below 1.";
}
