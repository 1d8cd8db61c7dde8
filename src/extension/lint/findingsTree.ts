import * as vscode from "vscode";
import type { FindingDiagnostic } from "./findingDiagnostic.ts";
import type { Problems } from "./problems.ts";

const viewId = "tokenwise.findings";

type Node =
  | { readonly kind: "rule"; readonly ruleId: string; readonly files: readonly FileNode[] }
  | FileNode
  | { readonly kind: "finding"; readonly uri: vscode.Uri; readonly diagnostic: FindingDiagnostic };

interface FileNode {
  readonly kind: "file";
  /** The file; for a cell its notebook. */
  readonly uri: vscode.Uri;
  readonly findings: readonly (Node & { kind: "finding" })[];
}

/** All findings by rule and file, as the Problems panel cannot show them; a click goes to the place. */
export function registerFindingsTree(problems: Problems): vscode.Disposable {
  const tree: vscode.TreeDataProvider<Node> = {
    onDidChangeTreeData: problems.onDidChange as vscode.Event<void>,
    getTreeItem: itemOf,
    getChildren: (node) =>
      node === undefined
        ? rulesOf(problems)
        : node.kind === "rule"
          ? [...node.files]
          : node.kind === "file"
            ? [...node.findings]
            : [],
  };
  const view = vscode.window.createTreeView(viewId, { treeDataProvider: tree, showCollapseAll: true });
  const count = problems.onDidChange(() => {
    const value = problems.all().reduce((sum, [, found]) => sum + found.length, 0);
    view.badge = value === 0 ? undefined : { value, tooltip: `${value} found across tokens` };
  });
  return vscode.Disposable.from(view, count);
}

function rulesOf(problems: Problems): Node[] {
  const found = problems
    .all()
    .flatMap(([uri, diagnostics]) =>
      diagnostics.map((diagnostic) => ({ kind: "finding", uri, diagnostic }) as const),
    );
  const byRule = grouped(found, ({ diagnostic }) => diagnostic.finding.ruleId);
  return [...byRule]
    .sort(byKey)
    .map(([ruleId, findings]) => ({ kind: "rule", ruleId, files: filesOf(findings) }));
}

function filesOf(findings: readonly FileNode["findings"][number][]): FileNode[] {
  const byFile = grouped(findings, ({ uri }) => fileUri(uri).toString());
  return [...byFile]
    .sort(byKey)
    .map(([, here]) => ({ kind: "file", uri: fileUri(here[0]!.uri), findings: here }));
}

/** A cell's URI differs from its notebook's in scheme and fragment only. */
function fileUri(uri: vscode.Uri): vscode.Uri {
  if (uri.scheme !== "vscode-notebook-cell") return uri;
  const notebook = vscode.workspace.notebookDocuments.find((one) =>
    one.getCells().some(({ document }) => document.uri.toString() === uri.toString()),
  );
  return notebook?.uri ?? uri;
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);

const { Expanded, None } = vscode.TreeItemCollapsibleState;

function itemOf(node: Node): vscode.TreeItem {
  if (node.kind === "rule") {
    const item = new vscode.TreeItem(node.ruleId, Expanded);
    item.description = String(node.files.reduce((sum, file) => sum + file.findings.length, 0));
    item.iconPath = new vscode.ThemeIcon("law");
    return item;
  }
  if (node.kind === "file") {
    const item = new vscode.TreeItem(node.uri, Expanded);
    item.iconPath = vscode.ThemeIcon.File;
    item.description = true; // Its folder.
    return item;
  }
  return findingItem(node.uri, node.diagnostic);
}

const icons = { error: "error", warning: "warning", note: "info" } as const;

function findingItem(uri: vscode.Uri, { finding, range }: FindingDiagnostic): vscode.TreeItem {
  const item = new vscode.TreeItem(finding.message, None);
  const place = `line ${finding.line}`;
  item.description = finding.cell === undefined ? place : `cell ${finding.cell}, ${place}`;
  item.tooltip = finding.message;
  item.iconPath = new vscode.ThemeIcon(icons[finding.severity]);
  item.command = { title: "Go to", command: "vscode.open", arguments: [uri, { selection: range }] };
  return item;
}
