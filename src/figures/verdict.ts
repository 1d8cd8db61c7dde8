import type { Verdict } from "../protocol/outputs/tokenInfluence.ts";
import { paragraph, type Block } from "./picture.ts";
import { el, type SvgElement } from "./svg.ts";
import type { Theme } from "./theme.ts";

/** Sign and colours of a verdict: never by colour alone. */
function verdictStyle(
  verdict: Verdict,
  theme: Theme,
): { color: string; surface: string; sign: "cross" | "check" | "question" } {
  if (verdict === "leak shown") return { color: theme.warning, surface: theme.warningSurface, sign: "cross" };
  if (verdict === "no leak found") return { color: theme.good, surface: theme.goodSurface, sign: "check" };
  return { color: theme.muted, surface: theme.surface, sign: "question" };
}

const paths = {
  cross: "M-3.5 -3.5L3.5 3.5M3.5 -3.5L-3.5 3.5",
  check: "M-4 0.5L-1 3.5L4.5 -3",
  question: "M-2.5 -2.2a2.6 2.6 0 1 1 3.6 2.4q-1.1 0.5 -1.1 1.9M0 4.3v0.1",
};

/** A round sign: check, cross or question mark. */
export function signMark(
  sign: keyof typeof paths,
  x: number,
  y: number,
  color: string,
  ink: string,
): SvgElement {
  return el(
    "g",
    { transform: `translate(${x} ${y})` },
    el("circle", { r: 8, fill: color }),
    el("path", {
      d: paths[sign],
      fill: "none",
      stroke: ink,
      "stroke-width": 1.8,
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
    }),
  );
}

/** A verdict in words on a band of its colour. */
export function verdictBand(verdict: Verdict, words: string, width: number, theme: Theme): Block {
  const { color, surface, sign } = verdictStyle(verdict, theme);
  const lines = paragraph(words, width - 52, { size: 13, weight: 600 });
  const height = lines.height + 18;
  const element = el(
    "g",
    {},
    el("rect", { width, height, rx: 5, fill: surface }),
    el("rect", { width: 4, height, fill: color }),
    signMark(sign, 22, height / 2, color, theme.background),
    el("g", { transform: "translate(40 8)" }, lines.element),
  );
  return { element, width, height };
}
