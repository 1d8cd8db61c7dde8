import type { PlacedNode } from "./layout.ts";
import type { VisibleEdge } from "./visible.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The way of an edge: right-angled, from the lower side of one node to the upper side (an addition: any side) of another. */
export interface Route {
  readonly edge: VisibleEdge;
  readonly points: readonly Point[];
  readonly left: number;
  readonly right: number;
}

const gutter = 20;

export function routeOf(
  edge: VisibleEdge,
  byId: ReadonlyMap<string, PlacedNode>,
  nodes: readonly PlacedNode[],
  turn: number,
): Route {
  const [from, to] = [byId.get(edge.from)!, byId.get(edge.to)!];
  const isFree = (column: number, low: number, high: number) =>
    !nodes.some((node) => node.column === column && node.rank > low && node.rank < high);
  // One that passes a neighbour in its row would run along the neighbour's own edge: it goes lower, and ends beside it.
  const passes = nodes.some(
    ({ column, rank }) => rank === from.rank && column > from.column && column < to.column,
  );
  const points = pointsOf(from, to, isFree, passes ? { turn: turn + 8, aside: -16 } : { turn, aside: 0 });
  const xs = points.map((point) => point.x);
  return { edge, points, left: Math.min(...xs), right: Math.max(...xs) };
}

type IsFree = (column: number, low: number, high: number) => boolean;

function pointsOf(
  from: PlacedNode,
  to: PlacedNode,
  isFree: IsFree,
  { turn, aside }: { turn: number; aside: number },
): Point[] {
  const start = { x: from.x, y: from.y + from.height / 2 };
  const end = { x: to.x + aside, y: to.y - to.height / 2 };
  const isSame = from.column === to.column;
  if (isSame && isFree(from.column, from.rank, to.rank)) return [start, end];
  const isSideways = to.node.kind === "add" && !isSame && isFree(from.column, from.rank, to.rank + 1);
  if (isSideways) {
    const side = to.x + (from.x > to.x ? 1 : -1) * (to.width / 2);
    return [start, { x: start.x, y: to.y }, { x: side, y: to.y }];
  }
  const [out, into] = [start.y + turn, end.y - Math.min(turn, 17)];
  if (!isSame && isFree(to.column, from.rank, to.rank))
    return [start, { x: start.x, y: out }, { x: end.x, y: out }, end];
  if (!isSame && isFree(from.column, from.rank, to.rank))
    return [start, { x: start.x, y: into }, { x: end.x, y: into }, end];
  // Around whatever stands in between: down beside the wider of the two.
  const beside = Math.max(from.x + from.width / 2, to.x + to.width / 2) + gutter;
  return [
    start,
    { x: start.x, y: out },
    { x: beside, y: out },
    { x: beside, y: into },
    { x: end.x, y: into },
    end,
  ];
}

/** The points as a path with rounded corners. */
export function roundedPath(points: readonly Point[], radius: number): string {
  const parts = [`M${points[0]!.x.toFixed(1)} ${points[0]!.y.toFixed(1)}`];
  for (let at = 1; at < points.length - 1; at++) {
    const [before, corner, after] = [points[at - 1]!, points[at]!, points[at + 1]!];
    const first = toward(corner, before, radius);
    const second = toward(corner, after, radius);
    parts.push(`L${first.x.toFixed(1)} ${first.y.toFixed(1)}`);
    parts.push(
      `Q${corner.x.toFixed(1)} ${corner.y.toFixed(1)} ${second.x.toFixed(1)} ${second.y.toFixed(1)}`,
    );
  }
  const last = points.at(-1)!;
  return [...parts, `L${last.x.toFixed(1)} ${last.y.toFixed(1)}`].join("");
}

function toward(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const share = length === 0 ? 0 : Math.min(distance, length / 2) / length;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}
