import type { Mark } from "../../src/figures/tokenStats/panel.ts";

interface TokenSeries {
  readonly words: string;
  readonly color: string;
  readonly mark: Mark;
  readonly values: Float64Array;
  /** The channel that holds each value, where the quantity is that of one channel. */
  readonly channels: Float64Array | null;
}

/** One quantity of every token of a sequence, as a chart draws it. */
export interface TokenChartData {
  readonly title: string;
  readonly series: readonly TokenSeries[];
  /** N: all series are as long. */
  readonly count: number;
  readonly tokens: readonly string[];
  /** Value of the dashed line, with its words; null where there is none. */
  readonly pooled: { readonly value: number; readonly words: string } | null;
  /** Tokens that stand out, marked at the top. */
  readonly outliers: readonly number[];
  readonly logarithmic: boolean;
}
