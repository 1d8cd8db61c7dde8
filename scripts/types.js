// Type-checks each environment with its own tsconfig, so that core cannot see Node and the renderer cannot see vscode.
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { run } from "./run.js";

const environments = ["test", "pure", "node", "extension", "cellTypes", "renderer", "scripts"];
// The workbench's packages exist on linux/x64 only, and from the first `npm test` on.
if (existsSync("test/workbench/node_modules")) environments.push("workbench");
// The peers of the speed measurements: from the first `npm run bench` on.
if (existsSync("bench/node_modules")) environments.push("bench");
const wanted = process.argv.slice(2);
const pretty = String(process.stdout.isTTY === true);
const waiting = wanted.length > 0 ? wanted : environments;
let failed = false;

/** Takes one environment after the other, until none is left. */
async function worker() {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const tsc = ["node_modules/typescript/bin/tsc", "--pretty", pretty, "-p", `tsconfig.${name}.json`];
    const code = await run(process.execPath, tsc, { quiet: true });
    if (code !== 0) failed = true;
  }
}

await Promise.all(Array.from({ length: availableParallelism() }, worker));
process.exitCode = failed ? 1 : 0;
