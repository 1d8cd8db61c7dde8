import type { ArchitectureNode } from "../../protocol/outputs/architecture.ts";
import { axisWords } from "../axisWords.ts";
import { clip } from "../format.ts";
import { textWidth } from "../textWidth.ts";
import { attentionWords, innerNormWords } from "./text.ts";

/** The most token columns that a norm is drawn with; more are shown as "…". */
export const mostNormColumns = 12;
export const normColumnPitch = 12;

export interface NodeWords {
  /** The name, in bold, and what stands below it. */
  readonly title: string;
  readonly detail: string;
  /** A further line: the norms within attention. */
  readonly inner: string;
}

/** The words in a node. */
export function wordsOf(node: ArchitectureNode, folded: boolean): NodeWords {
  const title = clip(node.repeat > 1 ? `${node.label} × ${node.repeat}` : node.label, 34);
  if (node.norm !== null) return { title: named(title, node.type), detail: axisWords(node.norm), inner: "" };
  if (node.attention !== null)
    return {
      title,
      detail: attentionWords(node.attention),
      inner: clip(innerNormWords(node.attention), 60),
    };
  const isTold = title.toLowerCase().includes(node.type.toLowerCase());
  return { title: folded ? `${title} …` : title, detail: isTold ? "" : clip(node.type, 34), inner: "" };
}

function named(title: string, type: string): string {
  return title.includes(type) ? title : `${title} · ${clip(type, 24)}`;
}

export const boxLabelSize = 12;

/** The label of an open container. */
export function boxLabel(node: ArchitectureNode): string {
  return clip(node.label, 28) + (node.repeat > 1 ? ` × ${node.repeat}` : "");
}

/** Width and height in pixels of a node's box. */
export function nodeSize(
  node: ArchitectureNode,
  folded: boolean,
  tokens: number,
): { width: number; height: number } {
  if (node.kind === "add") return { width: 24, height: 24 };
  const { title, detail, inner } = wordsOf(node, folded);
  const words = Math.max(textWidth(title, 12.5) * 1.1, textWidth(detail, 11), textWidth(inner, 11)) + 24;
  if (node.norm !== null) {
    const columns = Math.min(Math.max(tokens, 3), mostNormColumns) * normColumnPitch + 24;
    return { width: Math.max(words, columns, 150), height: 72 };
  }
  if (node.attention !== null) return { width: words + 44, height: inner === "" ? 50 : 66 };
  if (node.kind === "input" || node.kind === "output") return { width: Math.max(words, 110), height: 30 };
  return { width: Math.max(words, 130), height: detail === "" ? 30 : 42 };
}
