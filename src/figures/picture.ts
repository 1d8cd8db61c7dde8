import { coordinate, el, svgNamespace, type SvgElement } from "./svg.ts";
import { textWidth, wrapText } from "./textWidth.ts";
import type { Theme } from "./theme.ts";

const sansFont = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif';
const monoFont = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace';

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** The root of a picture: its own background, one font, a name and a description for screen readers. */
export function picture(
  size: PictureSize,
  theme: Theme,
  words: { title: string; description: string },
  ...children: SvgElement[]
): SvgElement {
  return el(
    "svg",
    {
      xmlns: svgNamespace,
      width: size.width,
      height: size.height,
      viewBox: `0 0 ${size.width} ${size.height}`,
      role: "img",
      "font-family": sansFont,
      "font-size": 12,
      fill: theme.text,
    },
    el("title", {}, words.title),
    el("desc", {}, words.description),
    el("rect", { width: size.width, height: size.height, fill: theme.background, rx: 6 }),
    ...children,
  );
}

export interface TextStyle {
  readonly size?: number;
  readonly weight?: number;
  readonly fill?: string;
  readonly anchor?: "start" | "middle" | "end";
  readonly mono?: boolean;
}

/** One line of text with its baseline at y. */
export function text(x: number, y: number, content: string, style: TextStyle = {}): SvgElement {
  const attributes = {
    x,
    y,
    "font-size": style.size,
    "font-weight": style.weight,
    fill: style.fill,
    "text-anchor": style.anchor,
    "font-family": style.mono === true ? monoFont : undefined,
  };
  return el("text", attributes, content);
}

/** Text with a rim of the background, readable where a line passes under it. */
export function haloText(
  x: number,
  y: number,
  content: string,
  style: TextStyle,
  { background }: Theme,
): SvgElement {
  const plain = text(x, y, content, style);
  const rim = { stroke: background, "stroke-width": 4, "stroke-linejoin": "round", "paint-order": "stroke" };
  return { ...plain, attributes: { ...plain.attributes, ...rim } };
}

export interface Block extends PictureSize {
  readonly element: SvgElement;
}

/** Wrapped lines of text; y of the block is its top. */
export function paragraph(content: string, width: number, style: TextStyle = {}): Block {
  const size = style.size ?? 12;
  const lineHeight = Math.round(size * 1.45);
  // Bold letters are about a tenth wider.
  const lines = wrapText(content, (style.weight ?? 400) >= 600 ? width / 1.1 : width, size);
  const elements = lines.map((line, index) => text(0, size + index * lineHeight, line, { ...style, size }));
  return { element: el("g", {}, ...elements), width, height: lines.length * lineHeight };
}

/** Blocks from top to bottom with a gap; the height is that of all. */
export function stack(blocks: readonly Block[], gap: number, at: { x: number; y: number }): Block {
  let y = at.y;
  const placed = blocks.map((block) => {
    const element = el("g", { transform: `translate(${at.x} ${y})` }, block.element);
    y += block.height + gap;
    return element;
  });
  const width = Math.max(0, ...blocks.map((block) => block.width));
  return { element: el("g", {}, ...placed), width, height: Math.max(0, y - gap - at.y) };
}

/** Legend entries, each a small mark and its words, in as many rows as the width takes. */
export function legend(
  entries: readonly { mark: SvgElement; words: string }[],
  width: number,
  theme: Theme,
): Block {
  const [size, rowHeight] = [11.5, 19];
  let [x, y, widest] = [0, 0, 0];
  const elements = entries.map(({ mark, words }) => {
    const entryWidth = 22 + textWidth(words, size);
    if (x > 0 && x + entryWidth > width) [x, y] = [0, y + rowHeight];
    const label = text(22, 11, words, { size, fill: theme.muted });
    const entry = el("g", { transform: `translate(${coordinate(x)} ${y})` }, mark, label);
    widest = Math.max(widest, x + entryWidth);
    x += entryWidth + 18;
    return entry;
  });
  return { element: el("g", {}, ...elements), width: widest, height: y + 16 };
}

/** The width of saved pictures, and of those in a pane that has room for it. */
export const usualWidth = 780;

/** The room between the margins of a picture; narrow ones have narrow margins. */
export function innerWidth(width: number): number {
  return width - 2 * marginOf(width);
}

function marginOf(width: number): number {
  return width < 480 ? 12 : 20;
}

/** A whole picture from blocks under a title: every saved picture has this shape. */
export function document(
  width: number,
  theme: Theme,
  words: { title: string; subtitle?: string; description: string },
  blocks: readonly Block[],
): SvgElement {
  const margin = marginOf(width);
  const inner = innerWidth(width);
  const head = [paragraph(words.title, inner, { size: 15, weight: 600 })];
  if (words.subtitle) head.push(paragraph(words.subtitle, inner, { size: 12, fill: theme.muted }));
  const top = stack(head, 2, { x: margin, y: 16 });
  const body = stack(blocks, 14, { x: margin, y: 16 + top.height + 12 });
  const height = Math.ceil(16 + top.height + 12 + body.height + 18);
  return picture({ width, height }, theme, words, top.element, body.element);
}

/** The notes of a payload as muted lines; no block where there are none. */
export function noteBlocks(notes: readonly string[], width: number, theme: Theme): Block[] {
  return notes
    .slice(0, 8)
    .map((note) => paragraph(note.slice(0, 600), width, { size: 11.5, fill: theme.muted }));
}
