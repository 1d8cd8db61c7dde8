import * as v from "valibot";
import { reducedAxes, shape } from "./axes.ts";

const norm = v.object({
  ...reducedAxes,
  eps: v.nullable(v.number()),
  /** Whether scale and shift are vectors over C, shared by all tokens. */
  affine: v.boolean(),
});

const attention = v.object({
  heads: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** What the mask lets a query see. */
  mask: v.picklist(["causal", "none", "custom"]),
  /** Keys and values come from another sequence. */
  cross: v.boolean(),
  /** Normalisations within it, of queries and keys say; absent where there are none. */
  norms: v.optional(v.array(v.object({ path: v.string(), ...norm.entries }))),
});

/** Smallest, median and largest over all tokens; null where a value is not finite. */
const range = v.object({
  low: v.nullable(v.number()),
  median: v.nullable(v.number()),
  high: v.nullable(v.number()),
});

/** What the node's output [.., C] looks like: each token's statistic over its own channels. */
const statistics = v.object({ mean: range, variance: range, rms: range, maxAbs: range });

const node = v.object({
  id: v.string(),
  /** The node that contains this one, or null at the top. */
  parent: v.nullable(v.string()),
  kind: v.picklist([
    "input",
    "output",
    "block",
    "embedding",
    "norm",
    "attention",
    "linear",
    "activation",
    "add",
    "dropout",
    "other",
  ]),
  /** Path in the model ("blocks.0.norm1"); empty for nodes that are no module. */
  path: v.string(),
  /** Class or op: "LayerNorm", "Linear", "add". */
  type: v.string(),
  /** What the reader sees. */
  label: v.string(),
  outputShape: shape,
  parameters: v.pipe(v.number(), v.integer(), v.minValue(0)),
  norm: v.nullable(norm),
  attention: v.nullable(attention),
  /** How many equal blocks in a row this node stands for (1 = itself only). */
  repeat: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** Laid over the node on request; absent where the output has no channel axis, or was not measured. */
  statistics: v.optional(statistics),
});

const edge = v.object({
  from: v.string(),
  to: v.string(),
  shape,
  /** Part of the residual stream. */
  residual: v.boolean(),
});

/** A model's structure as one real forward pass went through it. */
export const architecture = v.object({
  model: v.string(),
  tokens: v.array(v.string()),
  nodes: v.array(node),
  edges: v.array(edge),
  normPlacement: v.picklist(["pre", "post", "mixed", "none"]),
  /** Whether a normalisation follows the last block; null where the question makes no sense. */
  finalNorm: v.nullable(v.boolean()),
  notes: v.array(v.string()),
});

export type ArchitecturePayload = v.InferOutput<typeof architecture>;
export type NodeStatistics = v.InferOutput<typeof statistics>;
export type ArchitectureNode = ArchitecturePayload["nodes"][number];
export type ArchitectureEdge = ArchitecturePayload["edges"][number];
