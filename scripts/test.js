// `npm test`: everything, from a fresh clone on. The last line says what came of it.
import { bringUp, build, main } from "./bringUp.js";
import { packageExtension } from "./packageExtension.js";
import { run } from "./run.js";
import { installWorkbench, node24, platformProblem } from "./workbench.js";

/** @typedef {import("./suites.js").Counts} Counts */

/** @type {Counts} */
const total = { passes: 0, failures: 0, pending: 0 };

/**
 * Runs a part and adds up what it came to; a part that could not start counts as one failure.
 * @param {string} name
 * @param {() => Promise<Counts>} body
 */
async function part(name, body) {
  const started = Date.now();
  console.log(`\n=== ${name}`);
  const counts = await body().catch((error) => {
    console.error(error instanceof Error ? error.message : error);
    return { passes: 0, failures: 1, pending: 0 };
  });
  total.passes += counts.passes;
  total.failures += counts.failures;
  total.pending += counts.pending;
  const outcome = counts.failures > 0 ? "FAILED" : "ok";
  console.log(`--- ${name}: ${outcome}, ${Math.round((Date.now() - started) / 1000)} s`);
}

/**
 * A program that has nothing to count when all is well.
 * @param {string[]} args
 */
async function check(args) {
  const code = await run(process.execPath, args, { quiet: true });
  return { passes: 0, failures: code === 0 ? 0 : 1, pending: 0 };
}

const nothing = async () => ({ passes: 0, failures: 0, pending: 0 });

async function workbenchParts() {
  const { extensionHostTests, mocha, parallel, workbenchTests } = await import("./suites.js");
  await part("Core and kernel on Node 24", () =>
    mocha("node24", { node: node24, args: [...parallel, "--config", "test/workbench/node24.mocharc.json"] }),
  );
  await part("Package", () => packageExtension().then(nothing));
  await part("Tests in the extension host", extensionHostTests);
  await part("Tests in the workbench", workbenchTests);
}

await main(async () => {
  await bringUp();
  const { mocha, parallel } = await import("./suites.js");
  const problem = platformProblem();
  if (problem === undefined) {
    await part("Installation of the workbench", () => installWorkbench().then(nothing));
  }
  await part("Types", () => check(["scripts/types.js"]));
  await Promise.all([
    part("ESLint", () => check(["node_modules/eslint/bin/eslint.js", "--max-warnings", "0", "."])),
    part("Prettier", () =>
      check(["node_modules/prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."]),
    ),
  ]);
  await part("knip", () => check(["node_modules/knip/bin/knip.js"]));
  await part("Build", () => build().then(nothing));
  await part("Unit tests", () => mocha("unit", { args: [...parallel, "test/**/*.test.ts"] }));
  if (problem === undefined) await workbenchParts();
  else console.log(`\n${problem} Its part of the tests was left out.`);
  const skipped = total.pending > 0 ? `, ${total.pending} skipped` : "";
  console.log(`\n${total.passes} passed, ${total.failures} failed${skipped}`);
  return total.failures > 0 ? 1 : 0;
});
