import type { ArchitecturePayload } from "../../protocol/outputs/architecture.ts";
import { formatShape, plural } from "../format.ts";
import {
  document,
  haloText,
  innerWidth,
  legend,
  noteBlocks,
  paragraph,
  usualWidth,
  type Block,
} from "../picture.ts";
import { el, type SvgElement } from "../svg.ts";
import { fitText } from "../textWidth.ts";
import type { Theme } from "../theme.ts";
import { architectureTokenCount } from "../tokenCount.ts";
import { drawNode, maskMark } from "./drawNode.ts";
import { architectureLayout, type ArchitectureLayout, type PlacedBox } from "./layout.ts";
import { boxLabel, boxLabelSize } from "./nodeSize.ts";
import { drawStatistic, overlayLegend, type Overlay } from "./overlay.ts";
import { roundedPath, type Point, type Route } from "./routes.ts";
import { placementWords } from "./text.ts";
import { defaultFolds, tooManyWords } from "./visible.ts";

const inner = innerWidth(usualWidth);

/** The model as its forward pass went, with every norm drawn per token, or as one bar where it pools. */
export function architectureFigure(
  payload: ArchitecturePayload,
  theme: Theme,
  folded: ReadonlySet<string> = defaultFolds(payload),
  overlay: Overlay | null = null,
): SvgElement {
  const tooMany = tooManyWords(payload, folded);
  const tokens = architectureTokenCount(payload);
  const words = {
    title: `Architecture of ${payload.model}`,
    subtitle: `${placementWords(payload)} · ${plural(tokens, "token")}`,
    description: `Diagram of ${payload.model}: ${placementWords(payload)}.`,
  };
  return document(usualWidth, theme, words, [
    ...missingNorm(payload, theme),
    diagramLegend(inner, theme),
    ...(overlay === null ? [] : [overlayLegend(overlay, inner, theme)]),
    tooMany === "" ? fitted(payload, folded, overlay, theme) : paragraph(tooMany, inner),
    ...noteBlocks(payload.notes, inner, theme),
  ]);
}

function missingNorm(payload: ArchitecturePayload, theme: Theme): Block[] {
  const words = missingNormWords(payload);
  return words === "" ? [] : [paragraph(words, inner, { fill: theme.warning, weight: 600 })];
}

/** That a pre-norm model lacks its final norm, as PyTorch's TransformerEncoder does by default; empty elsewhere. */
export function missingNormWords({ finalNorm, normPlacement }: ArchitecturePayload): string {
  if (finalNorm !== false || normPlacement !== "pre") return "";
  return "No final norm: the last block's sum reaches the output without being normalised.";
}

/** Boxes, then edges, then nodes: what is in front hides what is behind. */
export function diagram(
  layout: ArchitectureLayout,
  tokens: number,
  theme: Theme,
  overlay: Overlay | null,
): SvgElement {
  const edges = [...layout.routes].sort((a, b) => Number(b.edge.residual) - Number(a.edge.residual));
  return el(
    "g",
    {},
    ...layout.boxes.map((box) => drawBox(box, theme)),
    ...edges.map((route) => drawRoute(route, theme)),
    ...layout.boxes.map((box) => drawBoxLabel(box, theme)),
    ...shapeLabels(layout, overlay === null ? 12 : 34, theme),
    ...layout.nodes.map((node) => drawNode(node, tokens, theme)),
    ...(overlay === null ? [] : layout.nodes.flatMap((node) => drawStatistic(node, overlay, theme))),
  );
}

function fitted(
  payload: ArchitecturePayload,
  folded: ReadonlySet<string>,
  overlay: Overlay | null,
  theme: Theme,
): Block {
  const layout = architectureLayout(payload, folded, { hasOverlay: overlay !== null });
  const element = diagram(layout, architectureTokenCount(payload), theme, overlay);
  const scale = Math.min(1, inner / Math.max(1, layout.width));
  const x = Math.max(0, (inner - layout.width * scale) / 2);
  const transform = `translate(${x.toFixed(1)} 4) scale(${scale.toFixed(3)})`;
  return { element: el("g", { transform }, element), width: inner, height: layout.height * scale + 12 };
}

function drawBox(box: PlacedBox, theme: Theme): SvgElement {
  return el(
    "g",
    { transform: `translate(${box.x.toFixed(1)} ${box.y.toFixed(1)})`, "data-box": box.node.id },
    el("rect", {
      width: box.width,
      height: box.height,
      rx: 8,
      fill: theme.text,
      "fill-opacity": 0.025,
      stroke: theme.grid,
      "stroke-width": 1.25,
    }),
  );
}

/** The label of a box, over the edges that come in at its top. */
function drawBoxLabel(box: PlacedBox, theme: Theme): SvgElement {
  const label = fitText(boxLabel(box.node), box.width - 18, boxLabelSize * 1.1);
  const style = { size: boxLabelSize, weight: 600, fill: theme.muted, anchor: "end" as const };
  return haloText(box.x + box.width - 10, box.y + 16, label, style, theme);
}

function drawRoute({ edge, points }: Route, theme: Theme): SvgElement {
  const style = edge.residual
    ? { stroke: theme.stream, "stroke-width": 5, "stroke-opacity": 0.55 }
    : { stroke: theme.line, "stroke-width": 1.4 };
  const line = el("path", { d: roundedPath(points, 8), fill: "none", ...style });
  const title = el("title", {}, `${edge.residual ? "residual stream " : ""}${formatShape(edge.shape)}`);
  return el("g", {}, title, line, arrowHead(points, edge.residual ? theme.stream : theme.line));
}

function arrowHead(points: readonly Point[], color: string): SvgElement {
  const [before, end] = [points.at(-2)!, points.at(-1)!];
  const angle = Math.round((Math.atan2(end.y - before.y, end.x - before.x) * 180) / Math.PI);
  return el("path", {
    d: "M0 0L-8 -4.5V4.5z",
    fill: color,
    transform: `translate(${end.x.toFixed(1)} ${end.y.toFixed(1)}) rotate(${angle})`,
  });
}

/** A tensor's shape where it changes: at the first edge out of a node whose inputs have another shape. */
function shapeLabels(layout: ArchitectureLayout, below: number, theme: Theme): SvgElement[] {
  const shapesInto = new Map<string, Set<string>>();
  for (const { edge } of layout.routes)
    shapesInto.set(edge.to, (shapesInto.get(edge.to) ?? new Set()).add(formatShape(edge.shape)));
  const done = new Set<string>();
  return layout.routes.flatMap(({ edge, points }) => {
    const shape = formatShape(edge.shape);
    if (done.has(edge.from) || shapesInto.get(edge.from)?.has(shape) === true) return [];
    done.add(edge.from);
    const { x, y } = points[0]!;
    return [haloText(x + 8, y + below, shape, { size: 10.5, fill: theme.muted }, theme)];
  });
}

/** What the shapes and colours mean. */
export function diagramLegend(width: number, theme: Theme): Block {
  const bars = [0, 5, 10].map((x) => el("rect", { x, y: 1, width: 4, height: 12, rx: 1, fill: theme.good }));
  return legend(
    [
      { mark: el("g", {}, ...bars), words: "each token normalised alone" },
      {
        mark: el("rect", { y: 1, width: 16, height: 12, rx: 2, fill: theme.warning }),
        words: "pooled over tokens",
      },
      {
        mark: el("g", { transform: "scale(0.44)" }, maskMark("causal", theme)),
        words: "attention, its mask",
      },
      {
        mark: el("path", { d: "M1 7H17", stroke: theme.stream, "stroke-width": 5, "stroke-opacity": 0.55 }),
        words: "residual stream",
      },
    ],
    width,
    theme,
  );
}
