import type { ArchitectureNode } from "../../protocol/outputs/architecture.ts";
import { isPooled } from "../axisWords.ts";
import { text } from "../picture.ts";
import { el, type SvgElement } from "../svg.ts";
import type { Theme } from "../theme.ts";
import type { PlacedNode } from "./layout.ts";
import { mostNormColumns, normColumnPitch, wordsOf } from "./nodeSize.ts";
import { nodeWords } from "./text.ts";

/** A node with its words and, for norms and attention, how it treats tokens. */
export function drawNode(placed: PlacedNode, tokens: number, theme: Theme): SvgElement {
  const { node, x, y } = placed;
  const inside = node.kind === "add" ? addition(theme) : box(placed, tokens, theme);
  return el(
    "g",
    { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`, "data-node": node.id },
    el("title", {}, nodeWords(node)),
    ...inside,
  );
}

function addition(theme: Theme): SvgElement[] {
  return [
    el("circle", { r: 12, fill: theme.background, stroke: theme.stream, "stroke-width": 2 }),
    el("path", { d: "M-5 0H5M0 -5V5", stroke: theme.text, "stroke-width": 1.8, "stroke-linecap": "round" }),
  ];
}

function box(placed: PlacedNode, tokens: number, theme: Theme): SvgElement[] {
  const { node, width, height, folded } = placed;
  const { title, detail, inner } = wordsOf(node, folded);
  const color = colorsOf(node, theme);
  const frame = {
    x: -width / 2,
    y: -height / 2,
    width,
    height,
    rx: node.kind === "input" || node.kind === "output" ? height / 2 : 5,
    fill: color.fill,
    stroke: color.stroke,
    "stroke-width": 1.25,
  };
  // A stack of sheets behind a node that stands for several equal ones.
  const sheets =
    node.repeat > 1 ? [8, 4].map((by) => el("rect", { ...frame, x: frame.x + by, y: frame.y + by })) : [];
  const base = [...sheets, el("rect", frame)];
  const bold = { size: 12.5, weight: 600, anchor: "middle" as const };
  const small = { size: 11, fill: color.detail, anchor: "middle" as const };
  if (node.norm !== null)
    return [...base, text(0, -19, title, bold), drawTokens(node, tokens, theme), text(0, 28, detail, small)];
  if (node.attention !== null) {
    const top = inner === "" ? 0 : -8;
    const innerStyle = { ...small, ...(hasPooledNorm(node) ? { fill: theme.warning, weight: 600 } : {}) };
    return [
      ...base,
      el(
        "g",
        { transform: `translate(${-width / 2 + 11} ${-16 + top})` },
        maskMark(node.attention.mask, theme),
      ),
      text(22, -4 + top, title, bold),
      text(22, 13 + top, detail, small),
      ...(inner === "" ? [] : [text(0, 25, inner, innerStyle)]),
    ];
  }
  return detail === ""
    ? [...base, text(0, 4.5, title, bold)]
    : [...base, text(0, -2, title, bold), text(0, 13, detail, small)];
}

/** Whether a norm within attention, of queries and keys say, lets tokens read each other past the mask. */
function hasPooledNorm({ attention }: ArchitectureNode): boolean {
  return attention?.norms?.some(isPooled) === true;
}

function colorsOf(node: ArchitectureNode, theme: Theme): { fill: string; stroke: string; detail: string } {
  if (node.norm !== null)
    return isPooled(node.norm)
      ? { fill: theme.warningSurface, stroke: theme.warning, detail: theme.warning }
      : { fill: theme.goodSurface, stroke: theme.good, detail: theme.good };
  if (hasPooledNorm(node))
    return { fill: theme.warningSurface, stroke: theme.warning, detail: theme.warning };
  if (node.attention !== null)
    return { fill: theme.attentionSurface, stroke: theme.attention, detail: theme.attention };
  return { fill: theme.surface, stroke: theme.line, detail: theme.muted };
}

/** One column for each token that is normalised alone, or one bar across the tokens that share a statistic. */
function drawTokens(node: ArchitectureNode, tokens: number, theme: Theme): SvgElement {
  const count = Math.min(Math.max(tokens, 1), mostNormColumns);
  const left = (-count * normColumnPitch) / 2;
  const norm = node.norm!;
  if (isPooled(norm))
    return el("rect", {
      x: left,
      y: -9,
      width: count * normColumnPitch - 3,
      height: 20,
      rx: 2,
      fill: theme.warning,
    });
  const dashes = norm.scope === "frozen" ? "2 2" : undefined;
  const columns = Array.from({ length: count }, (_, token) => {
    const isGap = tokens > mostNormColumns && token === count - 2;
    const x = left + token * normColumnPitch;
    return isGap
      ? text(x + 4.5, 4, "…", { size: 12, fill: theme.good, anchor: "middle" })
      : el("rect", {
          x,
          y: -9,
          width: normColumnPitch - 3,
          height: 20,
          rx: 1.5,
          fill: norm.scope === "frozen" ? "none" : theme.good,
          stroke: theme.good,
          "stroke-dasharray": dashes,
        });
  });
  return el("g", {}, ...columns);
}

const maskSide = 4;

/** The mask as a small matrix: which key (column) a query (row) may see. */
export function maskMark(mask: "causal" | "none" | "custom", theme: Theme): SvgElement {
  const cells: SvgElement[] = [];
  for (let row = 0; row < maskSide; row++)
    for (let column = 0; column < maskSide; column++) {
      const isOpen = mask === "none" || (mask === "causal" ? column <= row : (row + column) % 2 === 0);
      cells.push(
        el("rect", {
          x: column * 8,
          y: row * 8,
          width: 7,
          height: 7,
          fill: isOpen ? theme.attention : "none",
          stroke: theme.attention,
          "stroke-width": 0.6,
        }),
      );
    }
  return el("g", {}, ...cells);
}
