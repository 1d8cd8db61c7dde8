import type { VisibleGraph, VisibleEdge } from "./visible.ts";

/**
 * The column of each node. Each residual stream (nodes joined by residual edges) has a column for itself, straight
 * from top to bottom; what branches off it stands to its right. Nodes before and after a stream stand in its column.
 */
export function columnsOf(graph: VisibleGraph, ranks: ReadonlyMap<string, number>): Map<string, number> {
  const streams = streamsOf(graph);
  const groups = groupsOf(graph, streams);
  const columns = new Map<string, number>();
  let base = 0;
  for (const group of new Set(groups.values())) {
    const members = graph.nodes.filter(({ node }) => groups.get(node.id) === group);
    const taken = new Set<string>();
    for (const edge of graph.edges) {
      if (!edge.residual || streams.get(edge.from) !== group) continue;
      for (let rank = ranks.get(edge.from)!; rank <= ranks.get(edge.to)!; rank++) taken.add(`0 ${rank}`);
    }
    for (const { node } of members) {
      const wanted = readsFrom(graph.edges, node.id).map((from) => (columns.get(from) ?? base) - base);
      const column = streams.has(node.id) ? 0 : freeColumn(taken, ranks.get(node.id)!, wanted);
      taken.add(`${column} ${ranks.get(node.id)!}`);
      columns.set(node.id, base + column);
    }
    base = Math.max(...columns.values()) + 1;
  }
  return columns;
}

function freeColumn(taken: ReadonlySet<string>, rank: number, wanted: readonly number[]): number {
  const isFree = (column: number) => column >= 0 && !taken.has(`${column} ${rank}`);
  const near = wanted.find(isFree);
  if (near !== undefined) return near;
  let column = 0;
  while (!isFree(column)) column += 1;
  return column;
}

function readsFrom(edges: readonly VisibleEdge[], id: string): string[] {
  return edges.filter((edge) => edge.to === id).map((edge) => edge.from);
}

/** Node -> the first node of its residual stream, for nodes on one. */
function streamsOf({ nodes, edges }: VisibleGraph): Map<string, string> {
  const streams = new Map<string, string>();
  const residual = edges.filter((edge) => edge.residual);
  for (const { node } of nodes) {
    const above = residual.find((edge) => edge.to === node.id);
    if (above !== undefined) streams.set(node.id, streams.get(above.from) ?? above.from);
    else if (residual.some((edge) => edge.from === node.id)) streams.set(node.id, node.id);
  }
  return streams;
}

/**
 * Node -> the stream beside which it is drawn: its own, else that of a neighbour, of those the one with which it
 * shares most containers (cross-attention reads the encoder, but belongs to the decoder).
 */
function groupsOf({ nodes, edges }: VisibleGraph, streams: ReadonlyMap<string, string>): Map<string, string> {
  const groups = new Map<string, string>(streams);
  const around = new Map(nodes.map((visible) => [visible.node.id, visible.around]));
  const shared = (a: string, b: string) => around.get(a)!.filter((id) => around.get(b)!.includes(id)).length;
  const join = (id: string) => {
    const neighbours = edges.flatMap(({ from, to }) => (to === id ? [from] : from === id ? [to] : []));
    const known = neighbours.filter((other) => groups.has(other));
    if (groups.has(id) || known.length === 0) return;
    groups.set(
      id,
      groups.get(known.reduce((best, other) => (shared(id, other) > shared(id, best) ? other : best)))!,
    );
  };
  for (const { node } of nodes) join(node.id);
  for (const { node } of [...nodes].reverse()) join(node.id);
  for (const { node } of nodes) if (!groups.has(node.id)) groups.set(node.id, "");
  // Streams from left to right in the order in which the run reaches them.
  return new Map(nodes.map(({ node }) => [node.id, groups.get(node.id)!]));
}
