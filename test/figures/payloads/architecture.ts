import type {
  ArchitectureEdge,
  ArchitectureNode,
  ArchitecturePayload,
} from "../../../src/protocol/outputs/architecture.ts";
import { sentence } from "./sentence.ts";

type Placement = "pre" | "post";
type Scope = NonNullable<ArchitectureNode["norm"]>["scope"];
interface DecoderOptions {
  readonly placement?: Placement;
  readonly layers?: number;
  /** Scope of the norm before (after) attention of block 0: "tokens" plants the mistake. */
  readonly scope?: Scope;
  readonly finalNorm?: boolean;
}

const shape = [1, sentence.length, 64];

/** A small causal decoder as a traced forward pass gives it: embedding, blocks around a residual stream, head. */
export function architecturePayload(options: DecoderOptions = {}): ArchitecturePayload {
  const { placement = "pre", layers = 2, scope = "token", finalNorm = placement === "pre" } = options;
  const graph = new Graph();
  graph.node({
    id: "ids",
    kind: "input",
    type: "ids",
    label: "token ids",
    outputShape: [1, sentence.length],
  });
  graph.node({
    id: "wte",
    kind: "embedding",
    type: "Embedding",
    label: "wte",
    outputShape: shape,
    parameters: 6400,
  });
  graph.edge("ids", "wte", false);
  let stream = "wte";
  for (let index = 0; index < layers; index++)
    stream = block(graph, `blocks.${index}`, stream, placement, index === 0 ? scope : "token");
  if (finalNorm) {
    graph.norm("normFinal", null, "token");
    graph.edge(stream, "normFinal", true);
    stream = "normFinal";
  }
  graph.node({
    id: "head",
    kind: "linear",
    type: "Linear",
    label: "head",
    outputShape: [1, sentence.length, 100],
    parameters: 6400,
  });
  graph.node({
    id: "logits",
    kind: "output",
    type: "logits",
    label: "logits",
    outputShape: [1, sentence.length, 100],
  });
  graph.edge(stream, "head", false);
  graph.edge("head", "logits", false);
  return {
    model: "GPT",
    tokens: [...sentence],
    nodes: graph.nodes,
    edges: graph.edges,
    normPlacement: placement,
    finalNorm,
    notes: [],
  };
}

/** The same with statistics of each node's output: a residual stream that grows from block to block. */
export function measuredArchitecturePayload(options: DecoderOptions = {}): ArchitecturePayload {
  const payload = architecturePayload(options);
  const around = (value: number) => ({ low: 0.8 * value, median: value, high: 1.3 * value });
  const nodes = payload.nodes.map((node, index) => {
    if (node.kind === "input" || node.kind === "output") return node;
    const rms = node.kind === "norm" ? 1 : node.kind === "add" ? 0.4 + 0.35 * index : 0.1 + 0.02 * index;
    const statistics = {
      rms: around(rms),
      mean: { low: -0.02 * rms, median: 0.01 * (index % 3) - 0.01, high: 0.03 * rms },
      variance: around(rms ** 2),
      maxAbs: around(3 * rms),
    };
    const attention = node.attention === null ? null : { ...node.attention, norms: innerNorms(node.path) };
    return { ...node, attention, statistics };
  });
  return { ...payload, nodes };
}

/** Queries and keys that are normalised: each token alone, or (the mistake, in the second block) over the tokens. */
function innerNorms(path: string) {
  const isWrong = path.startsWith("blocks.1");
  const [axes, axisNames] = isWrong ? [[2], ["N"]] : [[3], ["D"]];
  const scope = isWrong ? ("tokens" as const) : ("token" as const);
  return ["q", "k"].map((name) => ({
    path: `${path}.${name}Norm`,
    axes,
    axisNames,
    scope,
    eps: 1e-5,
    affine: true,
  }));
}

/** An encoder and a decoder whose cross-attention reads it: two residual streams. */
export function encoderDecoderPayload(): ArchitecturePayload {
  const graph = new Graph();
  for (const side of ["encoder", "decoder"]) {
    graph.node({ id: `${side}.input`, kind: "input", type: "input", label: "input", outputShape: shape });
    graph.node({ id: side, kind: "block", type: "Stack", label: side, outputShape: shape });
    block(graph, `${side}.0`, `${side}.input`, "post", "token", side);
  }
  const cross = { heads: 4, mask: "none" as const, cross: true };
  graph.node({
    id: "decoder.cross",
    parent: "decoder",
    kind: "attention",
    type: "MultiheadAttention",
    label: "cross-attention",
    outputShape: shape,
    attention: cross,
  });
  graph.node({
    id: "decoder.add",
    parent: "decoder",
    kind: "add",
    type: "add",
    label: "+",
    outputShape: shape,
  });
  graph.edge("encoder.0.norm2", "decoder.cross", false);
  graph.edge("decoder.0.norm2", "decoder.cross", false);
  graph.edge("decoder.cross", "decoder.add", false);
  graph.edge("decoder.0.norm2", "decoder.add", true);
  const { nodes, edges } = graph;
  return {
    model: "Transformer",
    tokens: [...sentence],
    nodes,
    edges,
    normPlacement: "post",
    finalNorm: null,
    notes: [],
  };
}

function block(
  graph: Graph,
  path: string,
  from: string,
  placement: Placement,
  scope: Scope,
  parent: string | null = null,
): string {
  graph.node({
    id: path,
    parent,
    kind: "block",
    type: "TransformerEncoderLayer",
    label: path,
    outputShape: shape,
  });
  const afterAttention = sublayer(graph, path, from, placement, scope, 1);
  return sublayer(graph, path, afterAttention, placement, "token", 2);
}

function sublayer(
  graph: Graph,
  path: string,
  from: string,
  placement: Placement,
  scope: Scope,
  which: 1 | 2,
): string {
  const [norm, add] = [`${path}.norm${which}`, `${path}.add${which}`];
  const inner = which === 1 ? attention(graph, path) : feedForward(graph, path);
  graph.norm(norm, path, scope);
  graph.node({ id: add, parent: path, kind: "add", type: "add", label: "+", outputShape: shape });
  graph.edge(from, add, true);
  if (placement === "pre") {
    graph.edge(from, norm, false);
    graph.edge(norm, inner.first, false);
  } else {
    graph.edge(from, inner.first, false);
    graph.edge(add, norm, true);
  }
  graph.edge(inner.last, add, false);
  return placement === "pre" ? add : norm;
}

function attention(graph: Graph, path: string): { first: string; last: string } {
  const id = `${path}.attn`;
  graph.node({
    id,
    parent: path,
    kind: "attention",
    type: "MultiheadAttention",
    label: "self-attention",
    outputShape: shape,
    parameters: 16640,
    attention: { heads: 4, mask: "causal", cross: false },
  });
  return { first: id, last: id };
}

function feedForward(graph: Graph, path: string): { first: string; last: string } {
  const ids = [`${path}.linear1`, `${path}.gelu`, `${path}.linear2`] as const;
  const wide = [1, sentence.length, 256];
  graph.node({
    id: ids[0],
    parent: path,
    kind: "linear",
    type: "Linear",
    label: "linear1",
    outputShape: wide,
    parameters: 16640,
  });
  graph.node({
    id: ids[1],
    parent: path,
    kind: "activation",
    type: "gelu",
    label: "GELU",
    outputShape: wide,
  });
  graph.node({
    id: ids[2],
    parent: path,
    kind: "linear",
    type: "Linear",
    label: "linear2",
    outputShape: shape,
    parameters: 16448,
  });
  graph.edge(ids[0], ids[1], false, wide);
  graph.edge(ids[1], ids[2], false, wide);
  return { first: ids[0], last: ids[2] };
}

class Graph {
  readonly nodes: ArchitectureNode[] = [];
  readonly edges: ArchitectureEdge[] = [];

  node(
    given: Partial<ArchitectureNode> &
      Pick<ArchitectureNode, "id" | "kind" | "type" | "label" | "outputShape">,
  ): void {
    const rest = { parent: null, path: given.id, parameters: 0, norm: null, attention: null, repeat: 1 };
    this.nodes.push({ ...rest, ...given });
  }

  norm(id: string, parent: string | null, scope: Scope): void {
    const axes = scope === "token" ? [2] : scope === "tokens" ? [1, 2] : [0, 1];
    const norm = { axes, axisNames: axes.map((axis) => "BNC"[axis]!), scope, eps: 1e-5, affine: true };
    this.node({
      id,
      parent,
      kind: "norm",
      type: "LayerNorm",
      label: id.split(".").at(-1)!,
      outputShape: shape,
      parameters: 128,
      norm,
    });
  }

  edge(from: string, to: string, residual: boolean, over: readonly number[] = shape): void {
    this.edges.push({ from, to, shape: [...over], residual });
  }
}
