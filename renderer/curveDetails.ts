import { exactNumber } from "../src/figures/exactNumber.ts";
import { tokenName } from "../src/figures/format.ts";
import { honestTitle } from "../src/figures/honestLoss/text.ts";
import { unpack } from "../src/protocol/numbers.ts";
import type { GradientFlowPayload } from "../src/protocol/outputs/gradientFlow.ts";
import type { HonestLossPayload } from "../src/protocol/outputs/honestLoss.ts";
import type { PictureDetails } from "./pictureView.ts";

export const honestLossDetails: PictureDetails<HonestLossPayload> = {
  title: () => honestTitle,
  table: ({ curves, positions, tokens }) => {
    const columns = curves.flatMap(({ wholeWindow, oneAtATime }) => [
      unpack(wholeWindow),
      unpack(oneAtATime),
    ]);
    return {
      caption: curves.map(({ label, message }) => `${label}: ${message}`).join(" "),
      head: [
        "position",
        ...curves.flatMap(({ label }) => [`${label}, whole window`, `${label}, one at a time`]),
      ],
      count: positions.length,
      row: (row) => [
        `${positions[row]!} ${tokens[row] === undefined ? "" : tokenName(tokens, row, 16)}`.trim(),
        ...columns.map((column) => exactNumber(column[row] ?? Number.NaN)),
      ],
    };
  },
  cell: () => "",
};

export const gradientFlowDetails: PictureDetails<GradientFlowPayload> = {
  title: () => "Gradient flow",
  table: ({ series }) => {
    const rows = series.flatMap(({ label, layers }) => layers.map((layer) => ({ label, ...layer })));
    return {
      caption: "The gradient at each layer: its norm, and its root mean square over the layer's parameters.",
      head: ["model", "layer", "norm", "RMS", "mark"],
      count: rows.length,
      row: (row) => {
        const { label, name, gradient, rms, mark } = rows[row]!;
        return [label, name, exactNumber(gradient ?? Number.NaN), exactNumber(rms ?? Number.NaN), mark];
      },
    };
  },
  cell: () => "",
};
