// Brings a fresh clone to where the other scripts can work. It runs before any dependency exists: plain Node only.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./run.js";

export const root = join(import.meta.dirname, "..");

/**
 * The lowest versions of `engines.node` in package.json: 20.19 in its line, 22.12 and later.
 * @param {string} version as in `process.versions.node`
 */
export function nodeProblem(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22) return undefined;
  return `Tokenwise needs Node 20.19 or later 20.x, or 22.12 or later, and this is ${version}: see https://nodejs.org.`;
}

/**
 * Whether `node_modules` lacks something of package-lock.json, or holds another version of it. npm writes its own list
 * of what it installed as its last step, so an installation that was cut off counts as missing.
 * @param {string} folder
 */
export function isStale(folder) {
  const wanted = packagesIn(join(folder, "package-lock.json"));
  let installed;
  try {
    installed = packagesIn(join(folder, "node_modules", ".package-lock.json"));
  } catch {
    return true;
  }
  return Object.entries(wanted).some(([path, { version, optional }]) => {
    if (path === "") return false;
    const found = installed[path];
    return found === undefined ? optional !== true : found.version !== version;
  });
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function packagesIn(path) {
  return JSON.parse(readFileSync(path, "utf8")).packages;
}

/**
 * Runs npm with a line of progress every few seconds, because npm itself is silent where there is no terminal.
 * @param {string} what
 * @param {string[]} args
 * @param {string} folder
 */
export async function npm(what, args, folder) {
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  console.log(`${what} ...`);
  const timer = setInterval(() => console.log(`  ... ${seconds()} s`), 5000);
  const npmScript = process.env["npm_execpath"];
  const [command, before] = npmScript?.endsWith(".js")
    ? [process.execPath, [npmScript]]
    : ["npm", /** @type {string[]} */ ([])];
  const quiet = ["--no-progress", "--loglevel=error", "--no-audit", "--no-fund"];
  const code = await run(command, [...before, ...args, ...quiet], { cwd: folder });
  clearInterval(timer);
  if (code !== 0) throw new Error(`${what} failed: npm ${args.join(" ")} in ${folder} ended with ${code}.`);
  console.log(`  done in ${seconds()} s`);
}

/** Checks the Node version and installs what package-lock.json names, where it is not there yet. */
export async function bringUp() {
  const problem = nodeProblem(process.versions.node);
  if (problem !== undefined) throw new Error(problem);
  if (isStale(root)) await npm("Installing dependencies", ["ci"], root);
}

/** Builds everything into dist/. */
export async function build() {
  console.log("Building ...");
  const code = await run(process.execPath, ["esbuild.config.js"]);
  if (code !== 0) throw new Error("The build failed: its message stands above.");
}

/**
 * Runs a script's main function; an error ends it with one line and exit code 1.
 * @param {() => Promise<number>} body gives the exit code
 */
export async function main(body) {
  try {
    process.exitCode = await body();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
