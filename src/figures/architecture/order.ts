interface Arrow {
  readonly from: string;
  readonly to: string;
}

/**
 * The ids sorted so that every edge points forward, otherwise in the given order, and the edges without those that
 * would close a circle (a forward pass has none, a damaged payload may).
 */
export function executionOrder<E extends Arrow>(
  ids: readonly string[],
  edges: readonly E[],
): { ids: string[]; edges: E[] } {
  const into = new Map<string, Set<string>>(ids.map((id) => [id, new Set()]));
  const outOf = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const { from, to } of edges) {
    into.get(to)!.add(from);
    outOf.get(from)!.push(to);
  }
  const place = new Map(ids.map((id, index) => [id, index]));
  const waiting = new Set(ids);
  let ready = ids.filter((id) => into.get(id)!.size === 0);
  const order: string[] = [];
  while (waiting.size > 0) {
    // In a circle nothing is ready: its first node goes ahead.
    const next =
      ready.length > 0 ? ready.reduce((a, b) => (place.get(a)! < place.get(b)! ? a : b)) : [...waiting][0]!;
    ready = ready.filter((id) => id !== next);
    waiting.delete(next);
    order.push(next);
    for (const to of outOf.get(next)!) {
      const open = into.get(to)!;
      if (open.delete(next) && open.size === 0 && waiting.has(to)) ready.push(to);
    }
  }
  const rank = new Map(order.map((id, index) => [id, index]));
  return { ids: order, edges: edges.filter(({ from, to }) => rank.get(from)! < rank.get(to)!) };
}
