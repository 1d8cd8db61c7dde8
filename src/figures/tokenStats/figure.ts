import { unpack, type PackedArray } from "../../protocol/numbers.ts";
import type { TokenStatsLayer, TokenStatsPayload } from "../../protocol/outputs/tokenStats.ts";
import { isPooled, layerWords } from "../axisWords.ts";
import { plural } from "../format.ts";
import { document, legend, noteBlocks, paragraph, stack, text, type Block } from "../picture.ts";
import { el, type SvgElement } from "../svg.ts";
import type { Theme } from "../theme.ts";
import { markPath, outlierPath, panel, type PanelSeries } from "./panel.ts";
import { statsTokenCount } from "../tokenCount.ts";
import { layersMap } from "./layersMap.ts";
import { layerTokens } from "./layerTokens.ts";
import { outlierChannels, outliers, outlierWords } from "./outliers.ts";
import { pooledWords } from "./pooledWords.ts";
import { vectorStrip, vectorWords } from "./vectorStrip.ts";
import { stageColor, stages, stageValues } from "./stages.ts";

const width = 780;
const inner = width - 40;
const mostLayers = 4;
const mostRows = 48;

/** Mean and variance of each token before, normalised and after, two panels per layer. */
export function tokenStatsFigure(payload: TokenStatsPayload, theme: Theme): SvgElement {
  const counts = `${plural(payload.batch, "sequence")} of ${plural(statsTokenCount(payload), "token")}, ${plural(payload.layers.length, "normalisation layer")}`;
  const half = mostLayers / 2;
  const hidden = payload.layers.length - mostLayers;
  const shown =
    hidden <= 0 ? payload.layers : [...payload.layers.slice(0, half), ...payload.layers.slice(-half)];
  const blocks = shown.map((layer) => layerBlock(layer, layerTokens(payload, layer, 0), theme));
  if (hidden > 0)
    blocks.splice(
      half,
      0,
      paragraph(`… ${plural(hidden, "more layer")} not drawn here …`, inner, { fill: theme.muted }),
    );
  if (hidden > 0) blocks.unshift(overview(payload, theme));
  const words = {
    title: `Token statistics of ${payload.model}`,
    subtitle: `${counts}${payload.batch > 1 ? "; the first sequence is drawn" : ""}`,
    description: `Mean and variance of each token, over its channels, before and after each normalisation layer. ${counts}.`,
  };
  return document(width, theme, words, [
    stageLegend(shown, theme),
    ...blocks,
    ...noteBlocks(payload.notes, inner, theme),
  ]);
}

/** All layers of a deep model at once. */
function overview(payload: TokenStatsPayload, theme: Theme): Block {
  const options = { quantity: "variance", stage: "before", sequence: 0, width: inner, most: 128 } as const;
  const layers = payload.layers.slice(0, mostRows);
  const map = layersMap({ ...payload, layers }, options, theme);
  const title = `variance before, all layers${layers.length < payload.layers.length ? ` up to ${layers.at(-1)!.name}` : ""}`;
  const element = el(
    "g",
    {},
    text(0, 13, title, { size: 13, weight: 600 }),
    el("g", { transform: "translate(0 24)" }, map.element),
  );
  return { element, width: inner, height: map.height + 30 };
}

function stageLegend(layers: readonly TokenStatsLayer[], theme: Theme): Block {
  const marks = stages.map(({ name, mark, words }) => ({
    mark: el("path", { d: markPath(mark, 9, 7, 4.5), fill: stageColor(name, theme) }),
    words,
  }));
  const stroke = { stroke: theme.pooled, "stroke-width": 1.5, "stroke-dasharray": "6 4" };
  const dash = el("line", { x1: 0, x2: 18, y1: 7, y2: 7, ...stroke });
  const triangle = el("path", { d: outlierPath(9, 8), fill: theme.warning });
  const hasOutliers = layers.some((layer) => outliers(layer, 0).length > 0);
  return legend(
    [
      ...marks,
      { mark: dash, words: "one statistic for all tokens: the wrong reading" },
      ...(hasOutliers ? [{ mark: triangle, words: "outlier" }] : []),
    ],
    inner,
    theme,
  );
}

function layerBlock(layer: TokenStatsLayer, tokens: readonly string[], theme: Theme): Block {
  const panelWidth = (inner - 24) / 2;
  const marked = outliers(layer, 0).map(({ token }) => token);
  const drawn = (title: "mean" | "variance") => {
    const series = stageSeries(layer, title, theme);
    return panel(
      { title, series, pooled: first(layer.pooled[title]), tokens, outliers: marked },
      panelWidth,
      theme,
    );
  };
  const [mean, variance] = [drawn("mean"), drawn("variance")];
  const unusual = outlierWords(layer, 0, tokens);
  const sum = paragraph([pooledWords(layer, 0), unusual].join(" "), inner, { size: 11.5, fill: theme.muted });
  const color = isPooled(layer) ? theme.warning : theme.text;
  const strip = vectorStrip(layer, outlierChannels(layer, 0), inner, theme);
  const vectors = stack(
    [
      sum,
      paragraph(vectorWords(layer), inner, { size: 11.5, fill: theme.muted }),
      ...(strip === null ? [] : [strip]),
    ],
    6,
    { x: 0, y: 50 + mean.height },
  );
  const element = el(
    "g",
    {},
    text(0, 13, layer.name, { size: 13, weight: 600, mono: true }),
    text(0, 30, layerWords(layer), { size: 12, fill: color }),
    el("g", { transform: "translate(0 44)" }, mean.element),
    el("g", { transform: `translate(${panelWidth + 24} 44)` }, variance.element),
    vectors.element,
  );
  return { element, width: inner, height: 50 + mean.height + vectors.height + 6 };
}

function stageSeries(layer: TokenStatsLayer, quantity: "mean" | "variance", theme: Theme): PanelSeries[] {
  return stages
    .filter(({ name }) => layer[name] !== null)
    .map(({ name, mark }) => ({
      color: stageColor(name, theme),
      mark,
      values: stageValues(layer, name, quantity, 0),
    }));
}

function first(packed: PackedArray): number | null {
  return unpack(packed)[0] ?? null;
}
