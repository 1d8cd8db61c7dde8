import type { ArchitectureNode, ArchitecturePayload } from "../../protocol/outputs/architecture.ts";
import { architectureTokenCount } from "../tokenCount.ts";
import { columnsOf } from "./columns.ts";
import { nodeSize } from "./nodeSize.ts";
import { ranksOf } from "./ranks.ts";
import { routeOf, type Route } from "./routes.ts";
import { visibleGraph, type VisibleGraph, type VisibleNode } from "./visible.ts";

/** A drawn node; x and y are its centre. */
export interface PlacedNode extends VisibleNode {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly rank: number;
  readonly column: number;
}

/** An open container; x and y are its upper left corner. */
export interface PlacedBox {
  readonly node: ArchitectureNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface ArchitectureLayout {
  readonly nodes: readonly PlacedNode[];
  readonly boxes: readonly PlacedBox[];
  readonly routes: readonly Route[];
  readonly width: number;
  readonly height: number;
}

export interface LayoutOptions {
  /** Leaves room for statistics under the nodes. */
  readonly hasOverlay?: boolean;
  /** Brings columns closer together, for a pane of a phone's width. */
  readonly isNarrow?: boolean;
}

/** Room between rows, and how far below (above) a node its edges turn; more where bands stand under the nodes. */
const plainSpacing = { rowGap: 34, turn: 17 };
const overlaySpacing = { rowGap: 58, turn: 30 };
/** Room between columns, and at the sides of containers. */
const wideSpacing = { columnGap: 40, boxPadding: 14 };
const narrowSpacing = { columnGap: 14, boxPadding: 8 };
const boxHead = 24;
const boxFoot = 12;

/** Places for everything that is drawn when the containers in `folded` are closed. */
export function architectureLayout(
  payload: ArchitecturePayload,
  folded: ReadonlySet<string>,
  { hasOverlay = false, isNarrow = false }: LayoutOptions = {},
): ArchitectureLayout {
  const { rowGap, turn } = hasOverlay ? overlaySpacing : plainSpacing;
  const sides = isNarrow ? narrowSpacing : wideSpacing;
  const graph = visibleGraph(payload, folded);
  const tokens = architectureTokenCount(payload);
  const ranks = ranksOf(graph);
  const columns = columnsOf(graph, ranks);
  const sized = graph.nodes.map((visible) => ({
    ...visible,
    ...nodeSize(visible.node, visible.folded, tokens),
    rank: ranks.get(visible.node.id)!,
    column: columns.get(visible.node.id)!,
  }));
  const x = columnCenters(sized, sides);
  const y = rowCenters(sized, graph, rowGap);
  const placed = sized.map((node) => ({ ...node, x: x[node.column]!, y: y[node.rank]! }));
  const boxes = boxesOf(graph, placed, sides.boxPadding);
  const byId = new Map(placed.map((node) => [node.node.id, node]));
  const routes = graph.edges.map((edge) => routeOf(edge, byId, placed, turn));
  return shifted({ nodes: placed, boxes, routes, width: 0, height: 0 });
}

type Sized = Omit<PlacedNode, "x" | "y">;

function columnCenters(nodes: readonly Sized[], spacing: typeof wideSpacing): number[] {
  const columns: Sized[][] = [];
  for (const node of nodes) (columns[node.column] ??= []).push(node);
  const halfOf = (column: readonly Sized[]): number => Math.max(0, ...column.map(({ width }) => width)) / 2;
  const centers = [halfOf(columns[0] ?? [])];
  for (let column = 1; column < columns.length; column++) {
    const [before, here] = [columns[column - 1] ?? [], columns[column] ?? []];
    const sides = spacing.boxPadding * (levelsBetween(before, here) + levelsBetween(here, before));
    const apart =
      spacing === narrowSpacing && levelsBetween(before, here) === 0
        ? besideLine(before, here)
        : halfOf(before) + halfOf(here);
    centers.push(centers[column - 1]! + apart + spacing.columnGap + sides);
  }
  return centers;
}

/**
 * How far apart two columns of the same containers stand at least: nodes of one row beside each other, and all of the second
 * beside the line on which those of the first stand.
 */
function besideLine(before: readonly Sized[], here: readonly Sized[]): number {
  const distances = here.map(({ rank, width }) => {
    const neighbour = before.find((other) => other.rank === rank);
    return (width + (neighbour?.width ?? 0)) / 2;
  });
  return Math.max(0, ...distances);
}

/** How many sides of containers stand between two neighbouring columns: those of the first that the second is not in. */
function levelsBetween(nodes: readonly Sized[], neighbours: readonly Sized[]): number {
  const shared = new Set(neighbours.flatMap(({ around }) => around));
  return Math.max(0, ...nodes.map(({ around }) => around.filter((id) => !shared.has(id)).length));
}

/** Rows get extra room above and below where containers begin and end. */
function rowCenters(nodes: readonly Sized[], graph: VisibleGraph, rowGap: number): number[] {
  const heights: number[] = [];
  for (const { rank, height } of nodes) heights[rank] = Math.max(heights[rank] ?? 0, height);
  const [heads, feet] = [heights.map(() => 0), heights.map(() => 0)];
  for (const { id } of graph.containers) {
    const inside = nodes.filter((node) => node.around.includes(id)).map((node) => node.rank);
    const depth = nodes.find((node) => node.around.includes(id))?.around.indexOf(id) ?? 0;
    heads[Math.min(...inside)]! = Math.max(heads[Math.min(...inside)]!, (depth + 1) * boxHead);
    feet[Math.max(...inside)]! = Math.max(feet[Math.max(...inside)]!, (depth + 1) * boxFoot);
  }
  let bottom = -rowGap;
  return Array.from({ length: heights.length }, (_, rank) => {
    const height = heights[rank] ?? 0;
    bottom += rowGap + (heads[rank] ?? 0) + height;
    const center = bottom - height / 2;
    bottom += feet[rank] ?? 0;
    return center;
  });
}

function boxesOf(graph: VisibleGraph, nodes: readonly PlacedNode[], boxPadding: number): PlacedBox[] {
  return graph.containers.map((node) => {
    const inside = nodes.filter(({ around }) => around.includes(node.id));
    // Boxes inside this one, on the deepest way down: each needs its own margin.
    const levels = Math.max(...inside.map(({ around }) => around.length - around.indexOf(node.id)));
    const [head, foot, side] = [levels * boxHead, levels * boxFoot, levels * boxPadding];
    const left = Math.min(...inside.map((leaf) => leaf.x - leaf.width / 2)) - side;
    const top = Math.min(...inside.map((leaf) => leaf.y - leaf.height / 2)) - head;
    const right = Math.max(...inside.map((leaf) => leaf.x + leaf.width / 2)) + side;
    const bottom = Math.max(...inside.map((leaf) => leaf.y + leaf.height / 2)) + foot;
    return { node, x: left, y: top, width: right - left, height: bottom - top };
  });
}

/** Moves everything so that the upper left corner is (0, 0). */
function shifted(layout: ArchitectureLayout): ArchitectureLayout {
  const xs = [
    ...layout.boxes.map(({ x }) => x),
    ...layout.nodes.map(({ x, width }) => x - width / 2),
    ...layout.routes.map(({ left }) => left),
  ];
  const ys = [...layout.boxes.map(({ y }) => y), ...layout.nodes.map(({ y, height }) => y - height / 2)];
  const rights = [
    ...layout.boxes.map(({ x, width }) => x + width),
    ...layout.nodes.map(({ x, width }) => x + width / 2),
    ...layout.routes.map(({ right }) => right),
  ];
  const bottoms = [
    ...layout.boxes.map(({ y, height }) => y + height),
    ...layout.nodes.map(({ y, height }) => y + height / 2),
  ];
  if (xs.length === 0) return layout;
  const [dx, dy] = [-Math.min(...xs), -Math.min(...ys)];
  const move = <T extends { x: number; y: number }>(item: T): T => ({
    ...item,
    x: item.x + dx,
    y: item.y + dy,
  });
  return {
    nodes: layout.nodes.map(move),
    boxes: layout.boxes.map(move),
    routes: layout.routes.map((route) => ({
      ...route,
      left: route.left + dx,
      right: route.right + dx,
      points: route.points.map(move),
    })),
    width: Math.max(...rights) + dx,
    height: Math.max(...bottoms) + dy,
  };
}
