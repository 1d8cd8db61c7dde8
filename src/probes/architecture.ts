import { checkOptions } from "../core/arguments.ts";
import type { Tensor } from "../core/index.ts";
import type {
  ArchitectureEdge,
  ArchitectureNode,
  ArchitecturePayload,
} from "../protocol/outputs/architecture.ts";
import { foldBlocks } from "./architecture/foldBlocks.ts";
import type { GraphNode } from "./architecture/graphBuilder.ts";
import { recordGraph } from "./architecture/recordGraph.ts";
import { nodeStatistics } from "./architecture/nodeStatistics.ts";
import { pooledNotes, withNorms, withStatisticUses } from "./architecture/nodeNorms.ts";
import { normPlacement } from "./architecture/normPlacement.ts";
import { residualStream } from "./architecture/residualStream.ts";
import { drawn } from "./drawn.ts";
import type { Drawn } from "./drawn.ts";
import { inputLayout } from "./inputLayout.ts";
import type { InputLayout } from "./inputLayout.ts";
import { tokenTexts } from "./labels.ts";
import type { Labels } from "./labels.ts";
import { nameOf } from "./subject.ts";
import type { ProbeInput, Subject } from "./subject.ts";
import { architectureOptions } from "./optionKinds.ts";

const mime = "application/vnd.tokenwise.architecture.v1+json";

export interface ArchitectureOptions {
  /** Text of each token. */
  readonly labels?: Labels;
  /** The axis of the input that holds the tokens; negative counts from the end. */
  readonly tokenAxis?: number;
}

export interface Architecture {
  readonly model: string;
  /** Text of each token; empty where the tokens have none. */
  readonly tokens: readonly string[];
  /** In the order in which they ran, blocks before what they hold; equal blocks in a row are one with `repeat`. */
  readonly nodes: readonly ArchitectureNode[];
  readonly edges: readonly ArchitectureEdge[];
  readonly normPlacement: ArchitecturePayload["normPlacement"];
  /** Whether a model whose stream is not normalised ends in a norm; null for others. */
  readonly finalNorm: boolean | null;
  readonly notes: readonly string[];
}

/**
 * A model's structure as one real forward pass went through it: what ran, in which order, with which shapes, and for every
 * normalisation which axes its statistics run over.
 *
 * @param input the model's input, or a list of its arguments, the first a tensor
 */
export function architecture(
  model: Subject,
  input: ProbeInput,
  options: ArchitectureOptions = {},
): Architecture & Drawn<typeof mime> {
  checkOptions("architecture", options, architectureOptions);
  const { x, facts, graph, norms, uses } = recordGraph(model, input);
  const layout = inputLayout(x, facts, options.tokenAxis);
  const sums = residualStream(graph.nodes, graph.edges);
  const outputs = new Map(graph.nodes.map(({ id, output }) => [id, output]));
  const ran = graph.nodes.map((node) => withoutOutput(withNorms(node, norms, layout)));
  const { notes, stream, ...placement } = normPlacement(ran, graph.edges, sums);
  const nodes = withStatisticUses(ran, uses, layout, outputs);
  const isStream = ({ from, to }: ArchitectureEdge): boolean =>
    stream.nodes.has(from) && stream.nodes.has(to);
  const edges = graph.edges.map((edge) => ({ ...edge, residual: isStream(edge) }));
  const folded = foldBlocks({ nodes, edges });
  const result: Architecture = {
    model: nameOf(model),
    tokens: tokenTexts(options.labels, x, layout)[0] ?? [],
    nodes: withStatistics(folded.nodes, outputs, layout),
    edges: folded.edges,
    ...placement,
    notes: [...notes, ...pooledNotes(nodes)],
  };
  return drawn(result, mime, () => structuredCopy(result));
}

function withoutOutput({ output: _, ...node }: GraphNode): ArchitectureNode {
  return node;
}

/** Measured of what is drawn: of equal blocks the first stands for all. */
function withStatistics(
  nodes: readonly ArchitectureNode[],
  outputs: ReadonlyMap<string, Tensor | null>,
  layout: InputLayout,
): ArchitectureNode[] {
  return nodes.map((node) => {
    const output = outputs.get(node.id) ?? null;
    const isIds = node.kind === "input" && layout.ids !== null;
    const statistics = output === null || isIds ? null : nodeStatistics(output, layout);
    return statistics === null ? node : { ...node, statistics };
  });
}

function structuredCopy({ tokens, nodes, edges, notes, ...rest }: Architecture): ArchitecturePayload {
  return { ...rest, tokens: [...tokens], nodes: [...nodes], edges: [...edges], notes: [...notes] };
}
