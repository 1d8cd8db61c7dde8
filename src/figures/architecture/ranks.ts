import type { VisibleGraph } from "./visible.ts";

/** The row of each node: one more than the lowest of those it reads from. */
export function ranksOf({ nodes, edges }: VisibleGraph): Map<string, number> {
  const incoming = new Map<string, string[]>();
  const outgoing = new Map<string, string[]>();
  for (const { from, to } of edges) {
    incoming.set(to, [...(incoming.get(to) ?? []), from]);
    outgoing.set(from, [...(outgoing.get(from) ?? []), to]);
  }
  const ranks = new Map<string, number>();
  for (const { node } of nodes) {
    const before = (incoming.get(node.id) ?? []).map((from) => ranks.get(from)!);
    ranks.set(node.id, before.length === 0 ? 0 : Math.max(...before) + 1);
  }
  // A source (an input, a table of positions) stands just above the first node that needs it.
  for (const { node } of nodes) {
    const after = (outgoing.get(node.id) ?? []).map((to) => ranks.get(to)!);
    if (!incoming.has(node.id) && after.length > 0) ranks.set(node.id, Math.min(...after) - 1);
  }
  return ranks;
}
