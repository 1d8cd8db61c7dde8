import { tokenName } from "./format.ts";
import { text } from "./picture.ts";
import { el, type SvgElement } from "./svg.ts";
import { textWidth } from "./textWidth.ts";
import type { Theme } from "./theme.ts";

const fontSize = 10.5;
const gap = 8;

export interface TokenAxis {
  readonly element: SvgElement;
  readonly height: number;
}

/**
 * Token texts along a horizontal axis whose top is y = 0: level where they fit, slanted where they do not, and the
 * tokens' numbers, spread out, where even slanted texts would touch.
 */
export function tokenAxis(
  tokens: readonly string[],
  places: readonly { index: number; x: number }[],
  theme: Theme,
): TokenAxis {
  const step = places.length > 1 ? places[1]!.x - places[0]!.x : 1e3;
  const names = places.map(({ index }) => tokenName(tokens, index, 10));
  const widest = Math.max(0, ...names.map((name) => textWidth(name, fontSize)));
  const style = { size: fontSize, fill: theme.muted };
  if (widest + gap <= step)
    return {
      element: el(
        "g",
        {},
        ...places.map(({ x }, at) => text(x, 13, names[at]!, { ...style, anchor: "middle" })),
      ),
      height: 20,
    };
  if (step >= 12) {
    const slanted = places.map(({ x }, at) => slantedText(x + 3, 12, names[at]!, theme));
    return { element: el("g", {}, ...slanted), height: Math.ceil(widest * 0.72) + 18 };
  }
  const widestNumber = textWidth(String(places.at(-1)?.index ?? 0), fontSize) + 14;
  const every = roundStep(Math.ceil(widestNumber / step));
  const numbers = places.filter((_, at) => at % every === 0);
  const labels = numbers.map(({ x, index }) => text(x, 13, String(index), { ...style, anchor: "middle" }));
  return { element: el("g", {}, ...labels), height: 20 };
}

function slantedText(x: number, y: number, content: string, theme: Theme): SvgElement {
  return el(
    "text",
    {
      x,
      y,
      "font-size": fontSize,
      fill: theme.muted,
      "text-anchor": "end",
      transform: `rotate(-45 ${x.toFixed(1)} ${y})`,
    },
    content,
  );
}

/** The next round number: 1, 2, 5, 10, 20, 50, ... */
function roundStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= least)!;
}
