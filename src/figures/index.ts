import type { OutputMime, OutputPayload } from "../protocol/outputs/index.ts";
import { architectureFigure } from "./architecture/figure.ts";
import { architectureText } from "./architecture/text.ts";
import { compareNormsFigure } from "./compareNorms/figure.ts";
import { compareNormsText } from "./compareNorms/text.ts";
import { gradientFlowFigure } from "./gradientFlow/figure.ts";
import { gradientFlowText } from "./gradientFlow/text.ts";
import { honestLossFigure } from "./honestLoss/figure.ts";
import { honestLossText } from "./honestLoss/text.ts";
import { progressText } from "./progress/text.ts";
import { svgText, type SvgElement } from "./svg.ts";
import { tensorFigure } from "./tensor/figure.ts";
import { tensorText } from "./tensor/text.ts";
import { light, type Theme } from "./theme.ts";
import { tokenInfluenceFigure } from "./tokenInfluence/figure.ts";
import { tokenInfluenceText } from "./tokenInfluence/text.ts";
import { tokenStatsFigure } from "./tokenStats/figure.ts";
import { tokenStatsText } from "./tokenStats/text.ts";

interface Drawing<M extends OutputMime> {
  /** null: the output has no saved picture (a progress bar is a line of text). */
  readonly figure: ((payload: OutputPayload<M>, theme: Theme, width?: number) => SvgElement) | null;
  readonly text: (payload: OutputPayload<M>) => string;
}

const drawings: { readonly [M in OutputMime]: Drawing<M> } = {
  "application/vnd.tokenwise.token-stats.v1+json": {
    figure: (payload, theme) => tokenStatsFigure(payload, theme),
    text: tokenStatsText,
  },
  "application/vnd.tokenwise.token-influence.v1+json": {
    figure: tokenInfluenceFigure,
    text: tokenInfluenceText,
  },
  "application/vnd.tokenwise.architecture.v1+json": {
    figure: (payload, theme) => architectureFigure(payload, theme),
    text: architectureText,
  },
  "application/vnd.tokenwise.compare-norms.v1+json": {
    figure: compareNormsFigure,
    text: compareNormsText,
  },
  "application/vnd.tokenwise.honest-loss.v1+json": { figure: honestLossFigure, text: honestLossText },
  "application/vnd.tokenwise.gradient-flow.v1+json": {
    figure: gradientFlowFigure,
    text: gradientFlowText,
  },
  "application/vnd.tokenwise.tensor.v1+json": { figure: tensorFigure, text: tensorText },
  "application/vnd.tokenwise.progress.v1+json": { figure: null, text: progressText },
};

/**
 * The picture of a payload as data, for those who build nodes of it, laid out for a width in pixels; null for outputs
 * that are only text.
 */
export function drawing<M extends OutputMime>(
  mime: M,
  payload: OutputPayload<M>,
  theme: Theme,
  width?: number,
): SvgElement | null {
  return drawings[mime].figure?.(payload, theme, width) ?? null;
}

/** The picture of a payload as SVG text with its own background; null for outputs that are only text. */
export function figure<M extends OutputMime>(
  mime: M,
  payload: OutputPayload<M>,
  theme: Theme = light,
): string | null {
  const drawn = drawing(mime, payload, theme);
  return drawn === null ? null : svgText(drawn);
}

/** The payload as plain text: tables and sentences for a terminal or a screen reader. */
export function plainText<M extends OutputMime>(mime: M, payload: OutputPayload<M>): string {
  return drawings[mime].text(payload);
}

/** The MIME bundle of an output: the payload itself, its picture and its text, so that every viewer shows something. */
export function bundle<M extends OutputMime>(mime: M, payload: OutputPayload<M>): Record<string, unknown> {
  const svg = figure(mime, payload);
  return {
    [mime]: payload,
    ...(svg === null ? {} : { "image/svg+xml": svg }),
    "text/plain": plainText(mime, payload),
  };
}
