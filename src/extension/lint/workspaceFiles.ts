import ignore, { type Ignore } from "ignore";
import * as vscode from "vscode";
import { languageOfPath } from "../../lint/index.ts";
import type { ConfigFiles } from "./configFiles.ts";
import { lintSettings } from "./lintSettings.ts";

const pattern = "**/*.{py,pyi,ts,mts,cts,tsx,js,mjs,cjs,jsx,ipynb}";
const alwaysLeftOut =
  /(^|\/)(node_modules|bower_components|__pycache__|site-packages|venv|env|virtualenv|\.[^/]+)\//;

/** The files below a folder that the check reads: dependencies, dot-folders, .gitignore and the settings leave some out. */
export async function filesBelow(
  folder: vscode.Uri,
  configs: ConfigFiles,
  token: vscode.CancellationToken,
): Promise<vscode.Uri[]> {
  const found = await vscode.workspace.findFiles(
    new vscode.RelativePattern(folder, pattern),
    undefined,
    undefined,
    token,
  );
  const rules = await gitignores(folder, token);
  const environments = await virtualEnvironments(folder, token);
  const left = found.filter(({ path }) => {
    const name = path.slice(folder.path.replace(/\/$/, "").length + 1);
    if (alwaysLeftOut.test(name) || environments.some((environment) => path.startsWith(environment)))
      return false;
    return !ignored(path, rules);
  });
  const chosen = await Promise.all(left.map(async (uri) => lintSettings(uri, await configs.of(uri)).chosen));
  return left.filter((_, index) => chosen[index]).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** The folders of virtual environments, whatever they are called. */
async function virtualEnvironments(folder: vscode.Uri, token: vscode.CancellationToken): Promise<string[]> {
  const marks = await vscode.workspace.findFiles(
    new vscode.RelativePattern(folder, "**/pyvenv.cfg"),
    "**/node_modules/**",
    undefined,
    token,
  );
  return marks.map(({ path }) => path.replace(/pyvenv\.cfg$/, ""));
}

interface Rules {
  readonly folder: string;
  readonly rules: Ignore;
}

/** The .gitignore files above and below a folder within its workspace, shallow ones first. */
async function gitignores(folder: vscode.Uri, token: vscode.CancellationToken): Promise<Rules[]> {
  const root = vscode.workspace.getWorkspaceFolder(folder)?.uri ?? folder;
  const files = await vscode.workspace.findFiles(
    new vscode.RelativePattern(root, "**/.gitignore"),
    "**/node_modules/**",
    undefined,
    token,
  );
  const read = files.map(async (uri) => ({
    folder: uri.path.replace(/\/\.gitignore$/, ""),
    rules: ignore().add(new TextDecoder().decode(await vscode.workspace.fs.readFile(uri))),
  }));
  return (await Promise.all(read)).sort((a, b) => a.folder.length - b.folder.length);
}

/** A deeper .gitignore has the last word. */
function ignored(path: string, all: readonly Rules[]): boolean {
  let result = false;
  for (const { folder, rules } of all) {
    if (!path.startsWith(`${folder}/`)) continue;
    const verdict = rules.test(path.slice(folder.length + 1));
    if (verdict.ignored) result = true;
    else if (verdict.unignored) result = false;
  }
  return result;
}

/** The files that a selection in the explorer means: files as they are, folders by what is in them. */
export async function filesOf(
  selection: readonly vscode.Uri[],
  configs: ConfigFiles,
  token: vscode.CancellationToken,
): Promise<vscode.Uri[]> {
  const all = await Promise.all(
    selection.map(async (uri) => {
      const { type } = await vscode.workspace.fs.stat(uri);
      if (type & vscode.FileType.Directory) return filesBelow(uri, configs, token);
      return languageOfPath(uri.path) ? [uri] : [];
    }),
  );
  return [...new Map(all.flat().map((uri) => [uri.toString(), uri])).values()];
}
