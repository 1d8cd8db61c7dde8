import { unpack, type PackedArray } from "../../protocol/numbers.ts";
import type { TokenStatsLayer, TokenStatsPayload } from "../../protocol/outputs/tokenStats.ts";
import { isPooled, layerWords } from "../axisWords.ts";
import { plural } from "../format.ts";
import { document, legend, noteBlocks, paragraph, text, type Block } from "../picture.ts";
import { el, type SvgElement } from "../svg.ts";
import type { Theme } from "../theme.ts";
import { markPath, panel, type PanelSeries } from "./panel.ts";
import { pooledWords } from "./pooledWords.ts";

const width = 780;
const inner = width - 40;
const mostLayers = 6;

/** Mean and variance of each token before, normalised and after, two panels per layer. */
export function tokenStatsFigure(payload: TokenStatsPayload, theme: Theme): SvgElement {
  const tokens = payload.tokens[0] ?? [];
  const counts = `${plural(payload.batch, "sequence")} of ${plural(tokens.length, "token")}, ${plural(payload.layers.length, "normalisation layer")}`;
  const half = mostLayers / 2;
  const hidden = payload.layers.length - mostLayers;
  const shown =
    hidden <= 0 ? payload.layers : [...payload.layers.slice(0, half), ...payload.layers.slice(-half)];
  const blocks = shown.map((layer) => layerBlock(layer, tokens, theme));
  if (hidden > 0)
    blocks.splice(
      half,
      0,
      paragraph(`… ${plural(hidden, "more layer")} not drawn here …`, inner, { fill: theme.muted }),
    );
  const words = {
    title: `Token statistics of ${payload.model}`,
    subtitle: `${counts}${payload.batch > 1 ? "; the first sequence is drawn" : ""}`,
    description: `Mean and variance of each token, over its channels, before and after each normalisation layer. ${counts}.`,
  };
  return document(width, theme, words, [
    stageLegend(theme),
    ...blocks,
    ...noteBlocks(payload.notes, inner, theme),
  ]);
}

function stageLegend(theme: Theme): Block {
  const mark = (kind: "circle" | "square" | "diamond", fill: string) =>
    el("path", { d: markPath(kind, 9, 7, 4.5), fill });
  const dash = el("line", {
    x1: 0,
    x2: 18,
    y1: 7,
    y2: 7,
    stroke: theme.pooled,
    "stroke-width": 1.5,
    "stroke-dasharray": "6 4",
  });
  return legend(
    [
      { mark: mark("circle", theme.before), words: "before" },
      { mark: mark("square", theme.normalized), words: "normalised" },
      { mark: mark("diamond", theme.after), words: "after scale and shift" },
      { mark: dash, words: "one statistic for all tokens: the wrong reading" },
    ],
    theme,
  );
}

function layerBlock(layer: TokenStatsLayer, tokens: readonly string[], theme: Theme): Block {
  const panelWidth = (inner - 24) / 2;
  const mean = panel(
    { title: "mean", series: stageSeries(layer, "mean", theme), pooled: first(layer.pooled.mean), tokens },
    panelWidth,
    theme,
  );
  const variance = panel(
    {
      title: "variance",
      series: stageSeries(layer, "variance", theme),
      pooled: first(layer.pooled.variance),
      tokens,
    },
    panelWidth,
    theme,
  );
  const sum = paragraph(pooledWords(layer, 0), inner, { size: 11.5, fill: theme.muted });
  const color = isPooled(layer) ? theme.warning : theme.text;
  const element = el(
    "g",
    {},
    text(0, 13, layer.name, { size: 13, weight: 600, mono: true }),
    text(0, 30, layerWords(layer), { size: 12, fill: color }),
    el("g", { transform: "translate(0 44)" }, mean.element),
    el("g", { transform: `translate(${panelWidth + 24} 44)` }, variance.element),
    el("g", { transform: `translate(0 ${50 + mean.height})` }, sum.element),
  );
  return { element, width: inner, height: 50 + mean.height + sum.height + 6 };
}

function stageSeries(layer: TokenStatsLayer, quantity: "mean" | "variance", theme: Theme): PanelSeries[] {
  const stages = [
    { stage: layer.before, color: theme.before, mark: "circle" },
    { stage: layer.normalized, color: theme.normalized, mark: "square" },
    { stage: layer.after, color: theme.after, mark: "diamond" },
  ] as const;
  return stages.flatMap(({ stage, color, mark }) => {
    if (stage === null) return [];
    const packed = stage[quantity];
    return [{ color, mark, values: unpack(packed).subarray(0, packed.shape.at(-1) ?? 0) }];
  });
}

function first(packed: PackedArray): number | null {
  return unpack(packed)[0] ?? null;
}
