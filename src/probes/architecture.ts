import type { Tensor } from "../core/index.ts";
import type {
  ArchitectureEdge,
  ArchitectureNode,
  ArchitecturePayload,
} from "../protocol/outputs/architecture.ts";
import { foldBlocks } from "./architecture/foldBlocks.ts";
import { recordGraph } from "./architecture/recordGraph.ts";
import type { GraphNode } from "./architecture/graphBuilder.ts";
import { normPlacement } from "./architecture/normPlacement.ts";
import { residualStream } from "./architecture/residualStream.ts";
import { drawn } from "./drawn.ts";
import type { Drawn } from "./drawn.ts";
import { inputLayout } from "./inputLayout.ts";
import type { InputLayout } from "./inputLayout.ts";
import { tokenTexts } from "./labels.ts";
import type { Labels } from "./labels.ts";
import { isChannelsFirst } from "./normCalls.ts";
import type { NormCall } from "./normCalls.ts";
import { reductionOf, tokenAxesOf } from "./normLayout.ts";
import { nameOf } from "./subject.ts";
import type { ProbeInput, Subject } from "./subject.ts";

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
  /** Whether a pre-norm model ends in a norm; null for others. */
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
  const { x, facts, graph, norms } = recordGraph(model, input);
  const layout = inputLayout(x, facts, options.tokenAxis);
  const sums = residualStream(graph.nodes, graph.edges);
  const nodes = graph.nodes.map((node) => withNorm(node, norms, layout));
  const { notes, stream, ...placement } = normPlacement(nodes, graph.edges, sums);
  const isStream = ({ from, to }: ArchitectureEdge): boolean =>
    stream.nodes.has(from) && stream.nodes.has(to);
  const edges = graph.edges.map((edge) => ({ ...edge, residual: isStream(edge) }));
  const result: Architecture = {
    model: nameOf(model),
    tokens: tokenTexts(options.labels, x, layout)[0] ?? [],
    ...foldBlocks({ nodes, edges }),
    ...placement,
    notes: [...notes, ...pooledNotes(nodes)],
  };
  return drawn(result, mime, () => structuredCopy(result));
}

function withNorm(
  { output, ...node }: GraphNode,
  norms: ReadonlyMap<Tensor, NormCall>,
  layout: InputLayout,
): ArchitectureNode {
  const call = output === null ? undefined : norms.get(output);
  if (call === undefined || !["norm", "other"].includes(node.kind)) return node;
  const { shape } = call.input;
  const reduction = reductionOf(
    shape,
    call.axes,
    tokenAxesOf(shape, layout, isChannelsFirst(call.module)),
    call.isStored,
  );
  return {
    ...node,
    kind: "norm",
    norm: { ...reduction, eps: call.eps, affine: isShared(call.scale ?? call.shift) },
  };
}

/** Whether there is a scale or shift that is a vector over C. */
function isShared(parameter: Tensor | null): boolean {
  return parameter !== null && parameter.shape.length === 1;
}

function pooledNotes(nodes: readonly ArchitectureNode[]): string[] {
  return nodes.flatMap(({ id, norm }) => {
    if (norm?.scope === "tokens")
      return [`${id} pools over tokens: each token reads the others through its statistics.`];
    return norm?.scope === "batch" ? [`${id} pools over the batch: each sequence reads the others.`] : [];
  });
}

function structuredCopy({ tokens, nodes, edges, notes, ...rest }: Architecture): ArchitecturePayload {
  return { ...rest, tokens: [...tokens], nodes: [...nodes], edges: [...edges], notes: [...notes] };
}
