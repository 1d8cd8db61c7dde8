import type { ArchitectureNode } from "../../protocol/outputs/architecture.ts";

const activations = new Set(["relu", "gelu", "silu", "sigmoid", "tanh", "softmax", "logSoftmax"]);
const mixing = new Set(["mean", "sum", "max", "min", "var", "std", "norm", "cumsum", "einsum", "concat"]);

/**
 * What an op outside of every leaf module is in the diagram. null: it only reshapes, scales or adds a constant, and the
 * stream is drawn past it. `streams` is how many different inputs come from other nodes.
 */
export function opKind(op: string, streams: number): ArchitectureNode["kind"] | null {
  if (op === "add" && streams > 1) return "add";
  if (/norm/i.test(op) && op !== "norm") return "norm";
  if (activations.has(op)) return "activation";
  if (op === "embedding") return "embedding";
  if (op === "matmul" && streams === 1) return "linear";
  return streams > 1 || mixing.has(op) ? "other" : null;
}
