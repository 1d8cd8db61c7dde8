import { unpack } from "../../protocol/numbers.ts";
import type { ProgressPayload } from "../../protocol/outputs/progress.ts";
import { formatCount, formatNumber } from "../format.ts";
import { curvePoints, lineChart } from "../lineChart/lineChart.ts";
import { stack, type Block } from "../picture.ts";
import { extent, linearTicks } from "../scales.ts";
import type { Theme } from "../theme.ts";

interface History {
  readonly name: string;
  readonly steps: readonly number[];
  readonly values: Float64Array;
}

const mostValues = 20;
/** Values that differ by more than this share no axis: the smaller one would be a line on the ground. */
const mostRatio = 10;

/** The reported values that share one chart each. */
export function chartGroups({ values }: ProgressPayload): History[][] {
  const groups: History[][] = [];
  for (const { name, steps, history } of values.slice(0, mostValues)) {
    const one = { name, steps: [...unpack(steps)], values: unpack(history) };
    const group = groups.find((held) => held.every((other) => isNear(size(one), size(other))));
    if (group === undefined) groups.push([one]);
    else group.push(one);
  }
  return groups;
}

function size({ values }: History): number {
  const [low, high] = extent(values) ?? [0, 0];
  return Math.max(Math.abs(low), Math.abs(high));
}

const isNear = (a: number, b: number) => Math.max(a, b) <= mostRatio * Math.min(a, b) || a === b;

/** The history of the reported values over the steps; a value that never changes is dashed. Null before there are two. */
export function progressChart(payload: ProgressPayload, width: number, theme: Theme): Block | null {
  const groups = chartGroups(payload);
  if (!groups.some((group) => group.some(({ steps }) => steps.length > 1))) return null;
  const charts = groups.map((group) => groupChart(group, groups.length > 1 ? 90 : 130, width, theme));
  return stack(charts, 4, { x: 0, y: 0 });
}

function groupChart(group: readonly History[], height: number, width: number, theme: Theme): Block {
  const colors = [theme.good, theme.warning, theme.after, theme.attention, theme.pooled, theme.before];
  const lines = group.map(({ name, steps, values }, index) => {
    const [low, high] = extent(values) ?? [0, 0];
    return {
      x: steps,
      y: values,
      color: colors[index % colors.length]!,
      name: `${name} ${formatNumber(values.at(-1) ?? Number.NaN, 3)}`,
      dashed: values.length > 1 && low === high,
    };
  });
  const [first, last] = extent(lines.flatMap(({ x }) => x)) ?? [0, 1];
  const ticks = linearTicks(first, last, 6)
    .filter((at) => at >= first && at <= last)
    .map((at) => ({ at, words: formatCount(at) }));
  return lineChart({ title: "", lines, xTitle: "step", ticks, height }, width, theme);
}

/** The values at a point of one of the charts, in words. */
export function progressPoint(payload: ProgressPayload, chart: number, point: number): string {
  const group = chartGroups(payload)[chart] ?? [];
  const step = curvePoints(group.map(({ steps }) => ({ x: steps })))[point];
  if (step === undefined) return "";
  const words = group.flatMap(({ name, steps, values }) => {
    const at = steps.indexOf(step);
    return at < 0 ? [] : [`${name} ${formatNumber(values[at] ?? Number.NaN, 6)}`];
  });
  return `step ${formatCount(step)}: ${words.join(", ")}`;
}
