// Type-checks each environment with its own tsconfig, so that core cannot see Node and the renderer cannot see vscode.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const environments = ["pure", "node", "extension", "cellTypes", "renderer", "scripts", "test"];
// The workbench's packages exist on linux/x64 only, and from the first `npm test` on.
if (existsSync("test/workbench/node_modules")) environments.push("workbench");
// The peers of the speed measurements: from the first `npm run bench` on.
if (existsSync("bench/node_modules")) environments.push("bench");
const wanted = process.argv.slice(2);
let failed = false;
for (const name of wanted.length > 0 ? wanted : environments) {
  const run = spawnSync(
    process.execPath,
    ["node_modules/typescript/bin/tsc", "-p", `tsconfig.${name}.json`],
    {
      stdio: "inherit",
    },
  );
  if (run.status !== 0) failed = true;
}
process.exitCode = failed ? 1 : 0;
