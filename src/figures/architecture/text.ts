import type { ArchitectureNode, ArchitecturePayload } from "../../protocol/outputs/architecture.ts";
import { axisWords, isPooled } from "../axisWords.ts";
import { formatCount, formatShape } from "../format.ts";
import { treeOf, type TreeNode } from "./tree.ts";

/** The tree of nodes, each with what it does to tokens. */
export function architectureText(payload: ArchitecturePayload): string {
  const lines = (trees: readonly TreeNode[], depth: number): string[] =>
    trees.flatMap(({ node, children }) => [
      `${"  ".repeat(depth)}${nodeWords(node)}`,
      ...lines(children, depth + 1),
    ]);
  const title = `Architecture of ${payload.model}: ${placementWords(payload)}`;
  return [[title, ...lines(treeOf(payload), 1)].join("\n"), ...payload.notes].join("\n\n");
}

/** One node in a line: label, axis or mask, shape, parameters. */
export function nodeWords(node: ArchitectureNode): string {
  const words = [node.repeat > 1 ? `${node.label} × ${node.repeat}` : node.label];
  if (node.norm !== null) words.push(`${isPooled(node.norm) ? "WARNING: " : ""}${axisWords(node.norm)}`);
  if (node.attention !== null)
    words.push(...[attentionWords(node.attention), innerNormWords(node.attention)].filter(Boolean));
  words.push(formatShape(node.outputShape));
  if (node.parameters > 0) words.push(`${formatCount(node.parameters)} parameters`);
  return words.join(" · ");
}

const maskWords = { causal: "causal mask", none: "no mask", custom: "custom mask" } as const;

type Attention = NonNullable<ArchitectureNode["attention"]>;

export function attentionWords(attention: Attention): string {
  const heads = attention.heads === 1 ? "1 head" : `${attention.heads} heads`;
  return `${heads}, ${maskWords[attention.mask]}${attention.cross ? ", reads another sequence" : ""}`;
}

/** What the norms within attention do to tokens, each kind once; empty where there are none. */
export function innerNormWords({ norms = [] }: Attention): string {
  const kinds = new Map<string, string[]>();
  for (const norm of norms) {
    const words = `${isPooled(norm) ? "WARNING: " : ""}${axisWords(norm)}`;
    kinds.set(words, [...(kinds.get(words) ?? []), norm.path.split(".").at(-1)!]);
  }
  return [...kinds].map(([words, names]) => `${names.join(", ")} ${words}`).join("; ");
}

const placements = {
  pre: "pre-norm (each sublayer's input is normalised)",
  post: "post-norm (the sum after each sublayer is normalised)",
  mixed: "norms in mixed places",
  none: "no normalisation around the residual stream",
} as const;

export function placementWords({ normPlacement, finalNorm }: ArchitecturePayload): string {
  const final = finalNorm === null ? "" : finalNorm ? ", with a final norm" : ", without a final norm";
  return placements[normPlacement] + final;
}
