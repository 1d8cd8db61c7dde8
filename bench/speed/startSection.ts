import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";
import { digits, median, table } from "./measure.ts";
import { dist } from "./ours.ts";

/** Milliseconds that a fresh Node takes to read, compile and set up the module. */
function loading(file: string): number {
  const code = `const fs = require("node:fs"); const start = performance.now();
    const bytes = fs.readFileSync(${JSON.stringify(join(dist, file))});
    if (!WebAssembly.validate(bytes)) process.exit(1);
    new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.memory.grow(511);
    console.log(performance.now() - start);`;
  const times = Array.from({ length: 9 }, () =>
    spawnSync(process.execPath, ["-e", code], { encoding: "utf8" }),
  );
  return median(times.map(({ status, stdout }) => (status === 0 ? Number(stdout) : NaN)));
}

export function startSection(): Promise<string> {
  const rows = ["kernels.wasm", "kernels.relaxed.wasm"].map((file) => [
    file,
    `${(statSync(join(dist, file)).size / 1024).toFixed(1)} KiB`,
    digits(loading(file)),
  ]);
  return Promise.resolve(
    `## Start and size\n\nWhat the kernels add to the start of a notebook's kernel; a dash where this Node has no relaxed SIMD.\n\n${table(["module", "size", "ms to load"], rows)}`,
  );
}
