export interface Scale {
  readonly domain: readonly [number, number];
  readonly logarithmic: boolean;
  readonly ticks: readonly number[];
  at(value: number): number;
}

/** Round steps of 1, 2 or 5 times a power of ten that cover [low, high] with about `count` ticks. */
export function linearTicks(low: number, high: number, count: number): number[] {
  const span = high - low || Math.abs(high) || 1;
  const power = 10 ** Math.floor(Math.log10(span / count));
  const step =
    [1, 2, 5, 10].map((factor) => factor * power).find((size) => span / size <= count) ?? 10 * power;
  const first = Math.floor(low / step);
  const last = Math.max(first + 1, Math.ceil(high / step));
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
}

/** A linear scale from values to pixels; the domain is widened to round ticks. */
export function linearScale(low: number, high: number, range: readonly [number, number], count = 4): Scale {
  const ticks = linearTicks(low, high, count);
  const domain = [ticks[0]!, ticks.at(-1)!] as const;
  const at = (value: number) =>
    range[0] + ((value - domain[0]) / (domain[1] - domain[0])) * (range[1] - range[0]);
  return { domain, logarithmic: false, ticks, at };
}

/** A logarithmic scale over whole decades; values at or below the lowest decade sit on its edge. */
function logScale(low: number, high: number, range: readonly [number, number]): Scale {
  const first = Math.floor(Math.log10(low));
  const last = Math.max(first + 1, Math.ceil(Math.log10(high)));
  const every = Math.ceil((last - first) / 5);
  const ticks: number[] = [];
  for (let power = first; power <= last; power += every) ticks.push(10 ** power);
  const at = (value: number) => {
    const share = (Math.log10(Math.max(value, 10 ** first)) - first) / (last - first);
    return range[0] + share * (range[1] - range[0]);
  };
  return { domain: [10 ** first, 10 ** last], logarithmic: true, ticks, at };
}

/** Smallest and largest finite value; null where there is none. */
export function extent(values: Iterable<number>): [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low > high ? null : [low, high];
}

/** Linear, or logarithmic where positive values span more than `ratio`. */
export function fittingScale(values: Iterable<number>, range: readonly [number, number], ratio = 100): Scale {
  const all = [...values].filter(Number.isFinite);
  const [low, high] = extent(all) ?? [0, 1];
  const positive = extent(all.filter((value) => value > 0));
  if (low >= 0 && positive !== null && positive[1] / positive[0] > ratio)
    return logScale(positive[0], positive[1], range);
  return linearScale(Math.min(low, 0), Math.max(high, 0), range);
}
