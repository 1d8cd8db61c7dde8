// npm run bench [section ...]: builds, installs the peers on first use, measures, and writes bench/results.md.
import { join } from "node:path";
import { isStale, npm, root } from "./bringUp.js";
import { run } from "./run.js";

/** The allocator as src/host/launch.ts sets it for a notebook's kernel. */
const tunables =
  "glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=536870912:glibc.malloc.hugetlb=1";

const bench = join(root, "bench");
if (isStale(bench)) await npm("Installing the peers", ["ci", "--ignore-scripts"], bench);
await run(process.execPath, ["esbuild.config.js"]);
const measure = ["--import", "tsx", "bench/speed/main.ts", ...process.argv.slice(2)];
process.exitCode = await run(process.execPath, measure, {
  env: process.platform === "linux" ? { GLIBC_TUNABLES: tunables } : {},
});
