import * as vscode from "vscode";
import {
  type BaselineEntry,
  ConfigError,
  type Finding,
  compareWithBaseline,
  parseBaseline,
} from "../../lint/index.ts";

/** A file's findings without those that its baseline knows. A baseline that is missing or wrong hides nothing. */
export async function withoutBaseline(
  findings: readonly Finding[],
  uri: vscode.Uri,
  baseline: vscode.Uri | null,
): Promise<readonly Finding[]> {
  if (baseline === null || findings.length === 0) return findings;
  const path = relativePath(vscode.Uri.joinPath(baseline, "..").path, uri.path);
  return compareWithBaseline(findings, await read(baseline), () => path).fresh;
}

async function read(uri: vscode.Uri): Promise<readonly BaselineEntry[]> {
  try {
    const bytes = await vscode.workspace.fs.readFile(uri);
    return parseBaseline(new TextDecoder().decode(bytes), uri.path);
  } catch (error) {
    if (error instanceof ConfigError || error instanceof vscode.FileSystemError) return [];
    throw error;
  }
}

/** As a baseline names a file: from its own folder, with `..` for each folder up. */
function relativePath(folder: string, path: string): string {
  const from = folder.split("/").filter(Boolean);
  const to = path.split("/").filter(Boolean);
  const common = from.findIndex((part, index) => part !== to[index]);
  const shared = common < 0 ? from.length : common;
  return [...from.slice(shared).map(() => ".."), ...to.slice(shared)].join("/");
}
