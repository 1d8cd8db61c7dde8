import { el, type SvgElement } from "../svg.ts";
import type { Scale } from "../scales.ts";

export interface Line {
  readonly x: readonly number[];
  readonly y: ArrayLike<number>;
  readonly color: string;
  readonly dashed?: boolean;
  /** Written at the line's end. */
  readonly name?: string;
  /** Radius of a dot at each point; none where it is absent. */
  readonly dots?: number | undefined;
}

/** Longer lines are drawn as the smallest and the largest value of each of so many stretches. */
export const mostPoints = 400;

/** A line, interrupted where a value is not finite, with its dots. */
export function linePath(line: Line, x: (value: number) => number, y: Scale): SvgElement[] {
  const points = drawnPoints(line).map((at) => {
    const height = line.y[at] ?? Number.NaN;
    return Number.isFinite(height) ? ([x(line.x[at]!), y.at(height)] as const) : null;
  });
  const d = points
    .map((point, i) => (point === null ? "" : `${points[i - 1] ? "L" : "M"}${place(point)}`))
    .join("");
  const style = { fill: "none", stroke: line.color, "stroke-width": 2, "stroke-linejoin": "round" };
  const path = el("path", { d, ...style, "stroke-dasharray": line.dashed === true ? "5 4" : undefined });
  const dots = points.flatMap((point) =>
    point === null || line.dots === undefined
      ? []
      : [el("circle", { cx: point[0].toFixed(1), cy: point[1].toFixed(1), r: line.dots, fill: line.color })],
  );
  return [path, ...dots];
}

const place = ([x, y]: readonly [number, number]) => `${x.toFixed(1)} ${y.toFixed(1)}`;

/** Indices of the points that are drawn: all, or the smallest and the largest of each stretch, in order. */
function drawnPoints({ x, y }: Line): number[] {
  const per = Math.ceil(x.length / mostPoints);
  const all = x.map((_, index) => index);
  if (per <= 1) return all;
  return Array.from({ length: Math.ceil(x.length / per) }, (_, stretch) => {
    const part = all.slice(stretch * per, (stretch + 1) * per).filter((at) => Number.isFinite(y[at]));
    if (part.length === 0) return [stretch * per];
    const low = part.reduce((best, at) => (y[at]! < y[best]! ? at : best));
    const high = part.reduce((best, at) => (y[at]! > y[best]! ? at : best));
    return low === high ? [low] : [Math.min(low, high), Math.max(low, high)];
  }).flat();
}
