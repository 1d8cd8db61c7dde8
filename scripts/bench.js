// npm run bench [section ...]: builds, installs the peers on first use, measures, and writes bench/results.md.
import { join } from "node:path";
import { isStale, npm, root } from "./bringUp.js";
import { run } from "./run.js";

const bench = join(root, "bench");
if (isStale(bench))
  await npm("Installing the peers", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], bench);
await run(process.execPath, ["esbuild.config.js"], { cwd: root });
await run(process.execPath, ["--import", "tsx", "bench/speed/main.ts", ...process.argv.slice(2)], {
  cwd: root,
});
