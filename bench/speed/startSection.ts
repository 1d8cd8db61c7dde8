import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isBehindFlag } from "../../src/kernel/relaxedSimd.ts";
import { activation } from "./activation.ts";
import { digits, median, table } from "./measure.ts";
import { dist } from "./ours.ts";

const flags = isBehindFlag ? ["--experimental-wasm-relaxed-simd"] : [];

/** Milliseconds that a fresh Node takes to read, compile and set up the module. */
function loading(file: string): number {
  const code = `const fs = require("node:fs"); const start = performance.now();
    const bytes = fs.readFileSync(${JSON.stringify(join(dist, file))});
    if (!WebAssembly.validate(bytes)) process.exit(1);
    new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.memory.grow(511);
    console.log(performance.now() - start);`;
  const times = Array.from({ length: 9 }, () =>
    spawnSync(process.execPath, [...flags, "-e", code], { encoding: "utf8" }),
  );
  return median(times.map(({ status, stdout }) => (status === 0 ? Number(stdout) : NaN)));
}

export function startSection(): Promise<string> {
  const rows = ["kernels", "kernels.relaxed"].flatMap((name) => [
    [`${name}.wasm`, size(`${name}.wasm`), digits(loading(`${name}.wasm`))],
    [`${name}.shared.wasm`, size(`${name}.shared.wasm`), "when the first large product comes"],
  ]);
  const cache = mkdtempSync(join(tmpdir(), "tokenwise-bench-"));
  activation(cache);
  const runs = Array.from({ length: 9 }, () => activation(cache));
  rmSync(cache, { recursive: true });
  const [load, activate] = [median(runs.map((run) => run.load)), median(runs.map((run) => run.activate))];
  return Promise.resolve(
    [
      "## Start and size",
      "What the kernels add to the start of a notebook's kernel; a dash where this Node has no relaxed SIMD.",
      table(["module", "size", "ms to load"], rows),
      `The extension, in milliseconds of processor time, beside a VS Code that does nothing: ${digits(load)} to load its code, ${digits(activate)} to activate.`,
    ].join("\n\n"),
  );
}

const size = (file: string) => `${(statSync(join(dist, file)).size / 1024).toFixed(1)} KiB`;
