import { nodeStatistics } from "../../src/figures/architecture/overlay.ts";
import { nodeWords } from "../../src/figures/architecture/text.ts";
import { treeOf, type TreeNode } from "../../src/figures/architecture/tree.ts";
import { exactNumber } from "../../src/figures/exactNumber.ts";
import { formatCount, formatShape, plural } from "../../src/figures/format.ts";
import type { ArchitectureNode, ArchitecturePayload } from "../../src/protocol/outputs/architecture.ts";
import type { TableData } from "../dataTable.ts";

/** Every node, with its shape, its parameters and the statistics of its output, where they were measured. */
export function architectureTable(payload: ArchitecturePayload): TableData {
  const rows: TreeNode[] = [];
  const visit = (tree: TreeNode) => {
    rows.push(tree);
    tree.children.forEach(visit);
  };
  treeOf(payload).forEach(visit);
  const total = payload.nodes.reduce((sum, node) => sum + node.parameters, 0);
  const measured = rows.some(({ node }) => node.statistics !== undefined) ? nodeStatistics : [];
  return {
    caption: `${plural(rows.length, "node")}, ${formatCount(total)} parameters in all`,
    head: [
      "path",
      "kind",
      "what it does",
      "output shape",
      "parameters",
      ...measured.flatMap(({ words }) => [`${words}: median`, "lowest", "highest"]),
    ],
    count: rows.length,
    row: (index) => {
      const { node } = rows[index]!;
      return [
        node.path || node.id,
        node.type,
        nodeWords(node),
        formatShape(node.outputShape),
        formatCount(node.parameters),
        ...measured.flatMap(({ name }) => statisticCells(node, name)),
      ];
    },
  };
}

function statisticCells(
  { statistics }: ArchitectureNode,
  name: keyof NonNullable<typeof statistics>,
): string[] {
  if (statistics === undefined) return ["", "", ""];
  const { median, low, high } = statistics[name];
  return [median, low, high].map((value) => (value === null ? "not finite" : exactNumber(value)));
}
