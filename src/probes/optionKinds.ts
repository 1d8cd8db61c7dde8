import {
  anything,
  arrayOf,
  count,
  either,
  instanceOf,
  notNegative,
  text,
  wholeNumber,
} from "../core/arguments.ts";
import type { Kind, Kinds } from "../core/arguments.ts";
import { Module } from "../core/index.ts";
import type { ArchitectureOptions } from "./architecture.ts";
import type { CompareNormsOptions } from "./compareNorms.ts";
import type { HeatmapOptions } from "./heatmap.ts";
import type { HonestLossOptions } from "./honestLoss.ts";
import type { InfluenceOptions } from "./influence/investigate.ts";
import type { TokenStatsOptions } from "./tokenStats.ts";

const labels = arrayOf(
  either(text, arrayOf(text, "a list of texts")),
  "an array of texts, one for each token, or one such array for each sequence",
);
const tokenAxis = wholeNumber;
const layer = either(text, instanceOf("a module", Module), instanceOf("a function", Function));

function byName(kind: Kind): Kind {
  return {
    expected: "an object { name: one of them }",
    accepts: (value) =>
      typeof value === "object" &&
      value !== null &&
      Object.getPrototypeOf(value) === Object.prototype &&
      Object.values(value).every(kind.accepts),
  };
}

export const statsOptions: Kinds<TokenStatsOptions> = {
  labels,
  layers: either(arrayOf(layer, "an array of modules, their paths, or functions"), byName(layer)),
  tokenAxis,
};

export const influenceOptions: Kinds<InfluenceOptions> = {
  allowed: anything,
  labels,
  tokenAxis,
  ignoreRows: arrayOf(wholeNumber, "an array of tokens, counted from 0"),
  specialIds: arrayOf(count, "an array of ids"),
};

export const architectureOptions: Kinds<ArchitectureOptions> = { labels, tokenAxis };

export const comparisonOptions: Kinds<CompareNormsOptions> = { labels, eps: notNegative };

const texts = arrayOf(text, "an array of texts");

export const heatmapOptions: Kinds<HeatmapOptions> = {
  title: text,
  rows: texts,
  columns: texts,
  outline: either(count, text, arrayOf(either(count, text), "an array of them")),
};

export const honestOptions: Kinds<HonestLossOptions> = { labels };
