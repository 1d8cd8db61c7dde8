import type { ArchitectureEdge, ArchitectureNode } from "../../protocol/outputs/architecture.ts";

interface Graph {
  readonly nodes: readonly ArchitectureNode[];
  readonly edges: readonly ArchitectureEdge[];
}

/** Folds equal blocks that follow one another into the first of them, which then says how many it stands for. */
export function foldBlocks(graph: Graph): Graph {
  let folded = graph;
  for (const parent of [null, ...graph.nodes.map(({ id }) => id)]) {
    const blocks = folded.nodes.filter((node) => node.kind === "block" && node.parent === parent);
    for (const run of runsOfEqual(blocks, folded)) if (run.length > 1) folded = foldRun(run, folded);
  }
  return folded;
}

function runsOfEqual(blocks: readonly ArchitectureNode[], graph: Graph): ArchitectureNode[][] {
  const runs: { signature: string; run: ArchitectureNode[] }[] = [];
  for (const block of blocks) {
    const signature = signatureOf(block, graph);
    const last = runs.at(-1);
    if (last?.signature === signature) last.run.push(block);
    else runs.push({ signature, run: [block] });
  }
  return runs.map(({ run }) => run);
}

/** Everything that is drawn of a block, with its nodes numbered in order in place of their names. */
function signatureOf(block: ArchitectureNode, graph: Graph): string {
  const inside = subtree(block, graph.nodes);
  const numbers = new Map(inside.map(({ id }, number) => [id, number]));
  const nodes = inside.map(({ kind, type, outputShape, parameters, norm, attention, parent }) => [
    kind,
    type,
    outputShape,
    parameters,
    norm,
    withoutPaths(attention),
    numbers.get(parent ?? "") ?? null,
  ]);
  const edges = graph.edges.flatMap(({ from, to, residual }) =>
    numbers.has(from) && numbers.has(to) ? [[numbers.get(from), numbers.get(to), residual]] : [],
  );
  return JSON.stringify([nodes, edges]);
}

function withoutPaths(attention: ArchitectureNode["attention"]): unknown {
  return attention && { ...attention, norms: attention.norms?.map((norm) => ({ ...norm, path: "" })) };
}

function subtree(root: ArchitectureNode, nodes: readonly ArchitectureNode[]): ArchitectureNode[] {
  const ids = new Set([root.id]);
  // Parents come before what they hold.
  return nodes.filter(({ id, parent }) => {
    if (parent !== null && ids.has(parent)) ids.add(id);
    return ids.has(id);
  });
}

function foldRun(run: readonly ArchitectureNode[], graph: Graph): Graph {
  const [first] = run;
  const kept = subtree(first!, graph.nodes);
  const blockOf = new Map<string, number>();
  const standIn = new Map<string, string>();
  run.forEach((block, number) =>
    subtree(block, graph.nodes).forEach(({ id }, at) => {
      blockOf.set(id, number);
      standIn.set(id, kept[at]!.id);
    }),
  );
  const nodes = graph.nodes
    .filter(({ id }) => (blockOf.get(id) ?? 0) === 0)
    .map((node) => (node.id === first!.id ? { ...node, repeat: run.length, label: node.type } : node));
  return { nodes, edges: foldEdges(graph.edges, blockOf, standIn) };
}

function foldEdges(
  edges: readonly ArchitectureEdge[],
  blockOf: ReadonlyMap<string, number>,
  standIn: ReadonlyMap<string, string>,
): ArchitectureEdge[] {
  const isBetween = ({ from, to }: ArchitectureEdge): boolean =>
    blockOf.has(from) && blockOf.has(to) && blockOf.get(from) !== blockOf.get(to);
  const moved = edges
    .filter((edge) => !isBetween(edge))
    .map((edge) => ({
      ...edge,
      from: standIn.get(edge.from) ?? edge.from,
      to: standIn.get(edge.to) ?? edge.to,
    }));
  return [...new Map(moved.map((edge) => [`${edge.from} ${edge.to}`, edge])).values()];
}
