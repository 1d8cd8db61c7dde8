import type {
  ArchitectureNode,
  ArchitecturePayload,
  NodeStatistics,
} from "../../protocol/outputs/architecture.ts";
import { inkOn } from "../color.ts";
import { colorBar } from "../colorBar.ts";
import { formatNumber } from "../format.ts";
import { divergingColors, magnitudeColors, type HeatColors } from "../heatColors.ts";
import { text, type Block } from "../picture.ts";
import { el, type SvgElement } from "../svg.ts";
import { textWidth } from "../textWidth.ts";
import type { Theme } from "../theme.ts";
import type { PlacedNode } from "./layout.ts";

export type NodeStatistic = keyof NodeStatistics;

/** What can be laid over the nodes, in the order in which it is offered. */
export const nodeStatistics: readonly { readonly name: NodeStatistic; readonly words: string }[] = [
  { name: "rms", words: "RMS" },
  { name: "mean", words: "mean" },
  { name: "variance", words: "variance" },
  { name: "maxAbs", words: "largest |value|" },
];

/** A statistic as it is laid over a diagram: one colour scale for all nodes, folded ones too. */
export interface Overlay {
  readonly statistic: NodeStatistic;
  readonly colors: HeatColors;
}

export function overlayOf(payload: ArchitecturePayload, statistic: NodeStatistic, theme: Theme): Overlay {
  const medians = payload.nodes.map((node) => node.statistics?.[statistic].median ?? Number.NaN);
  const colors =
    statistic === "mean" ? divergingColors(medians, theme) : magnitudeColors(medians.map(Math.abs), theme);
  return { statistic, colors };
}

export function hasStatistics({ nodes }: ArchitecturePayload): boolean {
  return nodes.some(({ statistics }) => statistics !== undefined);
}

/** `RMS 1.02, 0.91 to 1.3 over the tokens`; empty where the node was not measured. */
export function statisticWords(node: ArchitectureNode, statistic: NodeStatistic): string {
  const range = node.statistics?.[statistic];
  if (range === undefined) return "";
  const { words } = nodeStatistics.find(({ name }) => name === statistic)!;
  const [median, low, high] = [range.median, range.low, range.high].map((value) =>
    value === null ? "not finite" : formatNumber(value, 3),
  );
  return `${words} ${median}, ${low} to ${high} over the tokens`;
}

const height = 17;

/** The median token's statistic on a band of its colour, under the node, with the range beside it. */
export function drawStatistic(placed: PlacedNode, overlay: Overlay, theme: Theme): SvgElement[] {
  const range = placed.node.statistics?.[overlay.statistic];
  if (range === undefined) return [];
  const { palette, bucket } = overlay.colors;
  const fill = palette[bucket(range.median ?? Number.NaN)]!;
  const median = range.median === null ? "not finite" : formatNumber(range.median, 3);
  const spread =
    range.low === null || range.high === null
      ? ""
      : `${formatNumber(range.low, 3)} to ${formatNumber(range.high, 3)}`;
  const [inner, outer] = [textWidth(median, 11) + 12, textWidth(spread, 10) + 10];
  const width = inner + (spread === "" ? 0 : outer);
  const frame = { rx: 4, height, stroke: theme.line, "stroke-width": 0.75 };
  const element = el(
    "g",
    {
      transform: `translate(${(placed.x - width / 2).toFixed(1)} ${(placed.y + placed.height / 2 + 4).toFixed(1)})`,
    },
    el("title", {}, statisticWords(placed.node, overlay.statistic)),
    el("rect", { ...frame, width, fill: theme.background }),
    el("rect", { ...frame, width: inner, fill }),
    text(inner / 2, 12.5, median, { size: 11, weight: 600, fill: inkOn(fill), anchor: "middle" }),
    text(inner + 5, 12.5, spread, { size: 10, fill: theme.muted }),
  );
  return [element];
}

/** What the colours and the two parts of a band mean. */
export function overlayLegend(overlay: Overlay, width: number, theme: Theme): Block {
  const { words } = nodeStatistics.find(({ name }) => name === overlay.statistic)!;
  const note = `each node's output: ${words} of the median token, beside it the range over the tokens${overlay.statistic === "mean" ? "" : " (log scale)"}`;
  return colorBar(overlay.colors, theme, note, width);
}
