import type { ArchitectureEdge, ArchitectureNode } from "../../protocol/outputs/architecture.ts";

/** The stream that each sublayer reads from and adds to. */
export interface ResidualStream {
  /** Sums of the stream and what a sublayer made of it. */
  readonly sums: ReadonlySet<string>;
  /** Nodes that the stream flows through: the sums, and where each skip starts. */
  readonly nodes: ReadonlySet<string>;
}

/**
 * A sum is a residual one where one of its two inputs was made from the other; that other is the skip's start. In a parallel block,
 * x + a(x) + m(x), the second sum adds to the first what was made from where the first one's skip starts.
 */
export function residualStream(
  nodes: readonly ArchitectureNode[],
  edges: readonly ArchitectureEdge[],
): ResidualStream {
  const skips = new Map<string, string>();
  const onStream = new Set<string>();
  const inputsOf = incoming(edges);
  for (const node of nodes.filter(({ kind }) => kind === "add")) {
    const [a, b] = inputsOf.get(node.id) ?? [];
    if (a === undefined || b === undefined) continue;
    const isMadeFrom = (start: string | undefined, other: string): boolean =>
      start !== undefined && isAncestor(start, other, inputsOf);
    const carried = isMadeFrom(a, b) || (!isMadeFrom(b, a) && isMadeFrom(skips.get(a), b)) ? a : b;
    const other = carried === a ? b : a;
    const start = isMadeFrom(carried, other) ? carried : skips.get(carried);
    if (start === undefined || !isMadeFrom(start, other)) continue;
    skips.set(node.id, start);
    onStream.add(node.id).add(carried);
  }
  return { sums: new Set(skips.keys()), nodes: onStream };
}

export function incoming(edges: readonly ArchitectureEdge[]): ReadonlyMap<string, string[]> {
  const inputs = new Map<string, string[]>();
  for (const { from, to } of edges) inputs.set(to, [...(inputs.get(to) ?? []), from]);
  return inputs;
}

function isAncestor(ancestor: string, of: string, inputsOf: ReadonlyMap<string, string[]>): boolean {
  const pending = [of];
  const seen = new Set<string>();
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (id === ancestor) return true;
    if (seen.has(id)) continue;
    seen.add(id);
    pending.push(...(inputsOf.get(id) ?? []));
  }
  return false;
}
