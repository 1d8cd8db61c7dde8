import { rampColor } from "./color.ts";
import { extent } from "./scales.ts";
import type { Theme } from "./theme.ts";

/** How a heat map turns a value into a colour. */
export interface HeatColors {
  /** Index into `palette`, so that cells of one colour can be drawn as one path. */
  bucket(value: number): number;
  readonly palette: readonly string[];
  /** The part of the palette that stands for a range of values, from low to high. */
  readonly ramp: readonly string[];
  readonly low: number;
  readonly high: number;
}

const steps = 24;

/** Negative to positive around a neutral zero, symmetric; NaN in the colour for missing values. */
export function divergingColors(values: Iterable<number>, theme: Theme): HeatColors {
  const range = extent(values) ?? [0, 0];
  const most = Math.max(Math.abs(range[0]), Math.abs(range[1])) || 1;
  const ramp = rampOf(theme.diverging, 2 * steps + 1);
  const bucket = (value: number) =>
    Number.isNaN(value) ? 0 : 1 + Math.round(Math.min(1, Math.max(0, (value / most + 1) / 2)) * 2 * steps);
  return { bucket, palette: [theme.missing, ...ramp], ramp, low: -most, high: most };
}

/** Magnitudes on a logarithmic scale; exact zero and not measured (NaN) have colours of their own. */
export function magnitudeColors(values: Iterable<number>, theme: Theme): HeatColors {
  const range = extent([...values].filter((value) => value > 0)) ?? [1, 1];
  const [low, high] = range[0] === range[1] ? [range[0] / 10, range[1]] : range;
  const span = Math.log(high / low);
  const ramp = rampOf(theme.sequential, steps + 1);
  const bucket = (value: number) => {
    if (Number.isNaN(value)) return 0;
    if (value <= 0) return 1;
    return 2 + Math.round(Math.min(1, Math.max(0, Math.log(value / low) / span)) * steps);
  };
  return { bucket, palette: [theme.missing, theme.zero, ...ramp], ramp, low, high };
}

/** The same scale with warm colours for negative values: by this sign a map tells forbidden magnitudes from allowed ones. */
export function signedMagnitudeColors(values: Iterable<number>, theme: Theme): HeatColors {
  const colors = magnitudeColors(Array.from(values, Math.abs), theme);
  const warm = rampOf([theme.diverging[2]!, theme.diverging[1]!, theme.diverging[0]!], steps + 1);
  const offset = colors.palette.length - 2;
  return {
    ...colors,
    bucket: (value) => (value < 0 ? offset + colors.bucket(-value) : colors.bucket(value)),
    palette: [...colors.palette, ...warm],
  };
}

function rampOf(stops: readonly string[], count: number): string[] {
  return Array.from({ length: count }, (_, index) => rampColor(stops, index / (count - 1)));
}
