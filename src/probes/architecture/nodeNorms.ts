import type { Tensor } from "../../core/index.ts";
import type { ArchitectureNode } from "../../protocol/outputs/architecture.ts";
import type { InputLayout } from "../inputLayout.ts";
import { isChannelsFirst } from "../normCalls.ts";
import type { NormCall } from "../normCalls.ts";
import { reductionOf, tokenAxesOf } from "../normLayout.ts";
import type { GraphNode } from "./graphBuilder.ts";
import type { StatisticUse } from "./statisticUses.ts";

type NormFacts = NonNullable<ArchitectureNode["norm"]>;

/** The node with what is known of its normalisation, or of those within it where it is attention. */
export function withNorms(
  node: GraphNode,
  norms: ReadonlyMap<Tensor, NormCall>,
  layout: InputLayout,
): GraphNode {
  if (node.attention !== null) return withInnerNorms(node, node.attention, [...norms.values()], layout);
  const call = node.output === null ? undefined : norms.get(node.output);
  if (call === undefined || !["norm", "other"].includes(node.kind)) return node;
  return { ...node, kind: "norm", norm: normFacts(call, layout) };
}

/** The nodes with a warning where an op outside of norms and attention takes a statistic over tokens or the batch. */
export function withStatisticUses<N extends ArchitectureNode>(
  nodes: readonly N[],
  uses: readonly StatisticUse[],
  layout: InputLayout,
  outputs: ReadonlyMap<string, Tensor | null>,
): N[] {
  const scoped = uses.flatMap((use) => {
    const axes = tokenAxesOf(use.input, layout);
    if (
      axes === null ||
      use.input.shape[axes.tokenAxis] !== layout.tokens * (axes.isFlattened ? layout.batch : 1)
    )
      return [];
    const reduction = reductionOf(use.input.shape, use.axes, axes, false);
    return reduction.scope === "token" ? [] : [{ use, facts: { ...reduction, eps: null, affine: false } }];
  });
  return nodes.map((node) => {
    if (node.norm !== null || !["other", "norm"].includes(node.kind)) return node;
    const found = scoped.find(
      ({ use }) =>
        outputs.get(node.id) === use.statistic || (node.path !== "" && node.path === use.frame?.path),
    );
    return found === undefined ? node : { ...node, kind: "norm", norm: found.facts };
  });
}

/** Queries and keys are normalised within attention, which is drawn as one node. */
function withInnerNorms(
  node: GraphNode,
  attention: NonNullable<ArchitectureNode["attention"]>,
  calls: readonly NormCall[],
  layout: InputLayout,
): GraphNode {
  const inner = calls.filter(({ name }) => node.path === "" || name.startsWith(`${node.path}.`));
  if (inner.length === 0) return node;
  const norms = inner.map((call) => ({ path: call.name, ...normFacts(call, layout) }));
  return { ...node, attention: { ...attention, norms } };
}

function normFacts(
  { input, axes, module, isStored, eps, scale, shift }: NormCall,
  layout: InputLayout,
): NormFacts {
  const { shape } = input;
  const reduction = reductionOf(shape, axes, tokenAxesOf(input, layout, isChannelsFirst(module)), isStored);
  return { ...reduction, eps, affine: isShared(scale ?? shift) };
}

/** Whether there is a scale or shift that is a vector over C. */
function isShared(parameter: Tensor | null): boolean {
  return parameter !== null && parameter.shape.length === 1;
}

/** One sentence for each normalisation, wherever it stands, that lets tokens or sequences read each other. */
export function pooledNotes(nodes: readonly ArchitectureNode[]): string[] {
  const all = nodes.flatMap(({ id, norm, attention }) => [
    ...(norm === null ? [] : [{ path: id, scope: norm.scope }]),
    ...(attention?.norms ?? []),
  ]);
  return all.flatMap(({ path, scope }) => {
    if (scope === "tokens")
      return [`${path} pools over tokens: each token reads the others through its statistics.`];
    return scope === "batch" ? [`${path} pools over the batch: each sequence reads the others.`] : [];
  });
}
