import { isPooled, layerWords } from "../../src/figures/axisWords.ts";
import { formatNumber } from "../../src/figures/format.ts";
import { layerTokens } from "../../src/figures/tokenStats/layerTokens.ts";
import { outlierChannels, outliers, outlierWords } from "../../src/figures/tokenStats/outliers.ts";
import { pooledWords } from "../../src/figures/tokenStats/pooledWords.ts";
import { stageColor, stages, stageValues, type Quantity } from "../../src/figures/tokenStats/stages.ts";
import { vectorsOf, vectorStrip, vectorWords } from "../../src/figures/tokenStats/vectorStrip.ts";
import { exactNumber } from "../../src/figures/exactNumber.ts";
import { largestAt } from "../../src/figures/heatGrid.ts";
import type { Theme } from "../../src/figures/theme.ts";
import type { PicturePlace } from "../cursorTargets.ts";
import { blockWords } from "../details/cells.ts";
import { unpack } from "../../src/protocol/numbers.ts";
import type { TokenStatsLayer, TokenStatsPayload } from "../../src/protocol/outputs/tokenStats.ts";
import { h, svgDom } from "../dom.ts";
import { picture } from "../../src/figures/picture.ts";
import { PaneWidth } from "../paneWidth.ts";
import { PictureCursor } from "../pictureCursor.ts";
import { TokenChart } from "./tokenChart.ts";
import type { TokenChartData } from "./tokenChartData.ts";
import { chartsOf, type TokenStatsState } from "./tokenStatsState.ts";

const widestStrip = 740;

/** One layer: its charts, the sum behind the dashed line, and scale and shift. Charts are reused from layer to layer. */
export class LayerPanel {
  readonly element: HTMLElement;
  readonly #words = h("div", { class: "tw-layer-words" });
  readonly #charts = h("div", { class: "tw-charts" });
  readonly #sum = h("p", { class: "tw-sum" });
  readonly #outliers = h("p", { class: "tw-warning" });
  readonly #vectorWords = h("p");
  readonly #vectors = h("div", { class: "tw-picture", role: "group" });
  readonly #cursor = new PictureCursor(this.#vectors, (place) => vectorPlaceWords(this.#layer, place));
  readonly #width = new PaneWidth(this.#vectors, () => this.#redrawVectors?.(), widestStrip);
  #redrawVectors: (() => void) | undefined;
  #layer: TokenStatsLayer | undefined;
  #drawn: TokenChart[] = [];

  constructor() {
    const vectors = h("div", { class: "tw-vectors" }, this.#vectorWords, this.#vectors, this.#cursor.readout);
    this.element = h("div", {}, this.#words, this.#charts, this.#sum, this.#outliers, vectors);
  }

  update(payload: TokenStatsPayload, state: TokenStatsState, theme: Theme): void {
    const layer = payload.layers[state.layer];
    if (layer === undefined) return;
    this.#layer = layer;
    const tokens = layerTokens(payload, layer, state.sequence);
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
    this.#redrawVectors = () => this.#drawVectors(layer, state.sequence, theme);
    this.#redrawVectors();
  }

  dispose(): void {
    this.#width.dispose();
    this.#destroyCharts();
  }

  #destroyCharts(): void {
    for (const chart of this.#drawn) chart.destroy();
    this.#drawn = [];
  }

  #drawCharts(data: readonly TokenChartData[], theme: Theme): void {
    if (this.#drawn.length !== data.length) {
      this.#destroyCharts();
      this.#drawn = data.map((one) => new TokenChart(one, theme));
      this.#charts.replaceChildren(...this.#drawn.map((chart) => chart.element));
    }
    this.#drawn.forEach((chart, index) => chart.update(data[index]!, theme));
  }

  #drawVectors(layer: TokenStatsLayer, sequence: number, theme: Theme): void {
    const words = vectorWords(layer);
    const strip = vectorStrip(layer, outlierChannels(layer, sequence), this.#width.measure(), theme);
    this.#vectorWords.textContent = words;
    this.#vectors.setAttribute("aria-label", `${words} Arrow keys read the values.`);
    this.#vectors.replaceChildren(
      ...(strip === null
        ? []
        : [svgDom(picture(strip, theme, { title: words, description: words }, strip.element))]),
    );
    this.#cursor.attach();
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
      channels: quantity === "maxAbs" ? stageValues(layer, name, "maxChannel", state.sequence) : null,
    }));
  // A mean has a sign, so it has no logarithm.
  const logarithmic = state.logarithmic && quantity !== "mean";
  return {
    title: logarithmic ? `${title} (log scale)` : title,
    series,
    count: layer.before.mean.shape.at(-1) ?? 0,
    tokens,
    outliers: outliers(layer, state.sequence).map(({ token }) => token),
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

/** The exact value under a cursor: `scale, channel 138: 0.42`. */
function vectorPlaceWords(layer: TokenStatsLayer | undefined, place: PicturePlace): string {
  const vector = layer === undefined ? undefined : vectorsOf(layer)[place.map];
  if (vector === undefined) return "";
  const { index: channel, value } = largestAt(vector.values, place.column, place.columns);
  return `${vector.name}, channel ${channel}: ${exactNumber(value)}${blockWords(place)}`;
}
