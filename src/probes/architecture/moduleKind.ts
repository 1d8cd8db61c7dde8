import type { Module } from "../../core/index.ts";
import type { ArchitectureNode } from "../../protocol/outputs/architecture.ts";
import { isNorm } from "../normCalls.ts";

type Kind = ArchitectureNode["kind"];

const byClass: readonly (readonly [RegExp, Kind])[] = [
  [/embedding/i, "embedding"],
  [/^(linear|conv)/i, "linear"],
  [/dropout/i, "dropout"],
  [/^(relu|gelu|silu|swish|tanh|sigmoid|softmax|mish|elu|leakyrelu)$/i, "activation"],
];

export function isAttention(module: Module): boolean {
  return "attentionOf" in module || /attention/i.test(module.constructor.name);
}

/** What a module is in the diagram: a block is drawn with its inside, everything else as one node. */
export function moduleKind(module: Module): Kind {
  const hasInside = module.children().length > 0;
  if (isAttention(module)) return "attention";
  if (isNorm(module) && !hasInside) return "norm";
  if (hasInside) return "block";
  return byClass.find(([name]) => name.test(module.constructor.name))?.[1] ?? "other";
}
