import type { Module } from "../../core/index.ts";
import type { ArchitectureNode } from "../../protocol/outputs/architecture.ts";
import type { AttentionFacts } from "./attentionFacts.ts";

type Kind = ArchitectureNode["kind"];

/** What the reader sees on a module: "Masked attention", "Linear 64 → 256", "TransformerEncoderLayer 0". */
export function moduleLabel(
  module: Module,
  path: string,
  kind: Kind,
  attention: AttentionFacts | null,
): string {
  const type = module.constructor.name;
  if (attention !== null) return attentionLabel(attention);
  const { inFeatures, outFeatures } = module as { inFeatures?: unknown; outFeatures?: unknown };
  if (kind === "linear" && inFeatures !== undefined)
    return `${type} ${String(inFeatures)} → ${String(outFeatures)}`;
  const place = /(?:^|\.)(\d+)$/.exec(path);
  return kind === "block" && place !== null ? `${type} ${place[1]}` : type;
}

function attentionLabel({ cross, mask }: AttentionFacts): string {
  if (cross) return "Cross-attention";
  return mask === "causal" ? "Masked self-attention" : "Self-attention";
}

export function opLabel(op: string, kind: Kind): string {
  return kind === "add" ? "+" : op;
}
