import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import esbuild from "esbuild";
import { root } from "./bringUp.js";
import { run } from "./run.js";

/** For tests that share nothing but what is built: one file a core at a time. */
export const parallel = ["--parallel", "--jobs", String(availableParallelism())];

const results = join(root, ".cache", "results");

/**
 * What a part of the tests came to, as its runner counted it.
 * @typedef {{ passes: number, failures: number, pending: number }} Counts
 */

/** @type {Counts} A part that could not start, or was cut off before its end. */
const broken = { passes: 0, failures: 1, pending: 0 };

/**
 * Runs mocha over some files.
 * @param {string} name of the part
 * @param {{ node?: string, args: string[], shown?: "dot" | "spec" }} options
 * @returns {Promise<Counts>}
 */
export async function mocha(name, { node = process.execPath, args, shown = "dot" }) {
  const env = { MOCHA_SHOWN: shown };
  const bin = join(root, "node_modules", "mocha", "bin", "mocha.js");
  return counted(name, (file) =>
    run(node, [bin, ...args, "--reporter", "scripts/reporter.cjs"], { env: { ...env, MOCHA_RESULTS: file } }),
  );
}

/**
 * The tests within the extension host: a browser opens VS Code, which loads the bundled suite.
 * @returns {Promise<Counts>}
 */
export async function extensionHostTests() {
  await esbuild.build({
    entryPoints: ["test/workbench/host/index.ts"],
    outfile: ".cache/host/index.cjs",
    bundle: true,
    platform: "node",
    format: "cjs",
    target: "node22",
    external: ["vscode", "mocha"],
    logLevel: "warning",
    absWorkingDir: root,
  });
  return counted("host", (file) =>
    run(process.execPath, ["--import", "tsx", "test/workbench/runHostSuite.ts"], {
      env: { MOCHA_RESULTS: file },
    }),
  );
}

/**
 * Each file has a server and a browser of its own, and spends much of its time waiting for them.
 * @param {string[]} [args] for mocha, such as `--grep`
 * @returns {Promise<Counts>}
 */
export function workbenchTests(args = parallel) {
  return mocha("workbench", {
    args: ["--config", "test/workbench/mocharc.json", ...args],
    shown: "spec",
  });
}

/**
 * @param {string} name
 * @param {(resultsFile: string) => Promise<number>} body gives the exit code
 * @returns {Promise<Counts>}
 */
async function counted(name, body) {
  mkdirSync(results, { recursive: true });
  const file = join(results, `${name}.json`);
  rmSync(file, { force: true });
  const code = await body(file);
  try {
    /** @type {Counts} */
    const counts = JSON.parse(readFileSync(file, "utf8"));
    const ranNothing = counts.passes + counts.failures + counts.pending === 0;
    if (ranNothing || (code !== 0 && counts.failures === 0)) return { ...counts, failures: 1 };
    return counts;
  } catch {
    return broken;
  }
}
