import type { ArchitectureNode, ArchitecturePayload } from "../../protocol/outputs/architecture.ts";

export interface TreeNode {
  readonly node: ArchitectureNode;
  readonly children: readonly TreeNode[];
}

/**
 * The nodes as a forest in payload order. A saved payload may be wrong: a repeated id keeps its first node only, and
 * nodes whose parents are missing or form a circle are left out of the picture.
 */
export function treeOf(payload: ArchitecturePayload): TreeNode[] {
  const seen = new Set<string>();
  const childrenOf = new Map<string | null, ArchitectureNode[]>();
  for (const node of payload.nodes) {
    if (seen.has(node.id)) continue;
    seen.add(node.id);
    const siblings = childrenOf.get(node.parent) ?? [];
    siblings.push(node);
    childrenOf.set(node.parent, siblings);
  }
  const build = (parent: string | null): TreeNode[] =>
    (childrenOf.get(parent) ?? []).map((node) => ({ node, children: build(node.id) }));
  return build(null);
}
