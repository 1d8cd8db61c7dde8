import type { ArchitectureNode, ArchitecturePayload } from "../../protocol/outputs/architecture.ts";
import { formatCount } from "../format.ts";
import { executionOrder } from "./order.ts";
import { treeOf, type TreeNode } from "./tree.ts";

/** A node that is drawn: a leaf, or a container that is folded. */
export interface VisibleNode {
  readonly node: ArchitectureNode;
  readonly folded: boolean;
  /** Ids of the unfolded containers around it, outermost first. */
  readonly around: readonly string[];
}

export interface VisibleEdge {
  readonly from: string;
  readonly to: string;
  readonly shape: readonly number[];
  readonly residual: boolean;
}

export interface VisibleGraph {
  /** In the order of execution. */
  readonly nodes: readonly VisibleNode[];
  readonly edges: readonly VisibleEdge[];
  /** Unfolded containers, outermost first. */
  readonly containers: readonly ArchitectureNode[];
}

/** What is drawn when the containers in `folded` are closed; edges are lifted to what is visible. */
export function visibleGraph(payload: ArchitecturePayload, folded: ReadonlySet<string>): VisibleGraph {
  const nodes: VisibleNode[] = [];
  const containers: ArchitectureNode[] = [];
  // The drawn nodes at which an edge to, or from, any node of the payload ends.
  const first = new Map<string, string>();
  const last = new Map<string, string>();
  const visit = ({ node, children }: TreeNode, around: readonly string[]) => {
    const isLeaf = children.length === 0 || folded.has(node.id);
    if (isLeaf) {
      nodes.push({ node, folded: children.length > 0, around });
      for (const id of idsIn({ node, children })) for (const ends of [first, last]) ends.set(id, node.id);
      return;
    }
    containers.push(node);
    for (const child of children) visit(child, [...around, node.id]);
    first.set(node.id, first.get(children[0]!.node.id)!);
    last.set(node.id, last.get(children.at(-1)!.node.id)!);
  };
  for (const tree of treeOf(payload)) visit(tree, []);
  const byId = new Map(nodes.map((visible) => [visible.node.id, visible]));
  const { ids, edges } = executionOrder([...byId.keys()], liftedEdges(payload, first, last));
  return { nodes: ids.map((id) => byId.get(id)!), containers, edges };
}

/** The most nodes that a diagram draws: beyond, laying it out takes seconds and nobody can read it. */
const mostDrawn = 1500;

/** Why the diagram is not drawn with these folds; empty where it is. */
export function tooManyWords(payload: ArchitecturePayload, folded: ReadonlySet<string>): string {
  const count = (trees: readonly TreeNode[]): number =>
    trees.reduce(
      (sum, { node, children }) => sum + (children.length === 0 || folded.has(node.id) ? 1 : count(children)),
      0,
    );
  const drawn = count(treeOf(payload));
  if (drawn <= mostDrawn) return "";
  return `${formatCount(drawn)} nodes are open, and at most ${formatCount(mostDrawn)} are drawn: fold some blocks, or read the table.`;
}

function idsIn({ node, children }: TreeNode): string[] {
  return [node.id, ...children.flatMap(idsIn)];
}

/** Edges between drawn nodes, each pair once. */
function liftedEdges(
  payload: ArchitecturePayload,
  first: ReadonlyMap<string, string>,
  last: ReadonlyMap<string, string>,
): VisibleEdge[] {
  const merged = new Map<string, VisibleEdge>();
  for (const edge of payload.edges) {
    const [from, to] = [last.get(edge.from), first.get(edge.to)];
    if (from === undefined || to === undefined || from === to) continue;
    const key = JSON.stringify([from, to]);
    const held = merged.get(key);
    merged.set(key, { from, to, shape: edge.shape, residual: edge.residual || held?.residual === true });
  }
  return [...merged.values()];
}

/** More drawn nodes than this and the later blocks start folded. */
const mostOpen = 36;

/** What is folded at first: the insides of layers, and blocks beyond the first few. */
export function defaultFolds(payload: ArchitecturePayload): Set<string> {
  const folds = new Set<string>();
  let drawn = 0;
  const visit = (tree: TreeNode) => {
    const { node, children } = tree;
    if (children.length === 0) drawn += 1;
    else if (node.kind !== "block" || drawn + blockSize(tree) > mostOpen) {
      folds.add(node.id);
      drawn += 1;
      children.forEach(foldInside);
    } else children.forEach(visit);
  };
  const foldInside = ({ node, children }: TreeNode): void => {
    if (children.length > 0 && node.kind !== "block") folds.add(node.id);
    children.forEach(foldInside);
  };
  for (const tree of treeOf(payload)) visit(tree);
  return folds;
}

/** Least number of nodes that an open block adds. */
function blockSize({ children }: TreeNode): number {
  return children.length;
}
