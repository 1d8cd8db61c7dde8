import { unpack } from "../../protocol/numbers.ts";
import type { HonestLossCurve, HonestLossPayload } from "../../protocol/outputs/honestLoss.ts";
import { formatNumber, tokenName } from "../format.ts";
import { lineChart } from "../lineChart/lineChart.ts";
import { document, innerWidth, legend, noteBlocks, paragraph, usualWidth, type Block } from "../picture.ts";
import { el, type SvgElement } from "../svg.ts";
import type { Theme } from "../theme.ts";
import { honestTitle } from "./text.ts";

/** Less room than this has one chart a row. */
const roomForTwo = 560;
const gap = 24;
const mostCurves = 4;

/** One chart per model, all on the same scale: where the model reads the future, its two lines part. */
export function honestLossFigure(payload: HonestLossPayload, theme: Theme, width = usualWidth): SvgElement {
  const inner = innerWidth(width);
  const shown = payload.curves.slice(0, mostCurves);
  const covers = shown.flatMap(({ wholeWindow, oneAtATime }) => [
    ...unpack(wholeWindow),
    ...unpack(oneAtATime),
  ]);
  const words = {
    title: honestTitle,
    subtitle: "Loss in nats. In training a model sees the whole window; in generation only what came before.",
    description: shown.map(({ label, message }) => `${label}: ${message}`).join(" "),
  };
  const columns = inner < roomForTwo ? 1 : 2;
  const columnWidth = (inner - gap * (columns - 1)) / columns;
  const charts = shown.map((curve) => curveBlock(curve, payload, covers, columnWidth, theme));
  const rows = charts.flatMap((_, at) =>
    at % columns === 0 ? [sideBySide(charts.slice(at, at + columns))] : [],
  );
  const hidden = payload.curves.length - shown.length;
  const more = hidden > 0 ? [`${hidden} more in the table.`] : [];
  return document(width, theme, words, [
    lossLegend(inner, theme),
    ...rows,
    ...noteBlocks([...more, ...payload.notes], inner, theme),
  ]);
}

function curveBlock(
  curve: HonestLossCurve,
  payload: HonestLossPayload,
  covers: readonly number[],
  width: number,
  theme: Theme,
): Block {
  const { positions, guessing, targets } = payload;
  const chart = lineChart(
    {
      title: curve.label,
      lines: [
        { x: positions, y: unpack(curve.oneAtATime), color: curve.differs ? theme.warning : theme.good },
        { x: positions, y: unpack(curve.wholeWindow), color: theme.text, dashed: true },
      ],
      level: { value: guessing, words: `guessing: ln V = ${formatNumber(guessing, 3)}` },
      xTitle: targets === undefined ? "position in the window" : "token to predict",
      ticks: positions.map((position, at) => ({
        at: position,
        words: targets === undefined ? String(position) : tokenName(targets, at, 10),
      })),
      covers,
    },
    width,
    theme,
  );
  const fill = curve.differs ? theme.warning : theme.good;
  const sentence = paragraph(curve.message, width, { size: 12, weight: 600, fill });
  const element = el(
    "g",
    {},
    chart.element,
    el("g", { transform: `translate(0 ${chart.height + 4})` }, sentence.element),
  );
  return { element, width, height: chart.height + 4 + sentence.height };
}

function sideBySide(blocks: readonly Block[]): Block {
  const placed = blocks.map(({ element, width }, i) =>
    el("g", { transform: `translate(${i * (width + gap)} 0)` }, element),
  );
  return {
    element: el("g", {}, ...placed),
    width: blocks.reduce((sum, { width }) => sum + width + gap, -gap),
    height: Math.max(...blocks.map(({ height }) => height)),
  };
}

function lossLegend(width: number, theme: Theme): Block {
  const line = (stroke: string, dash?: string) =>
    el("line", { x1: 0, x2: 18, y1: 7, y2: 7, stroke, "stroke-width": 2, "stroke-dasharray": dash });
  return legend(
    [
      { mark: line(theme.text, "5 4"), words: "whole window at once" },
      { mark: line(theme.good), words: "one token at a time" },
      { mark: line(theme.warning), words: "one token at a time, where it is another loss" },
    ],
    width,
    theme,
  );
}
