// Compiles the SIMD kernels (src/core/kernels/simd/assembly, in AssemblyScript) to dist/: one module for machines with relaxed
// SIMD (fused multiply-add), one for those without.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./run.js";

const source = "src/core/kernels/simd/assembly/index.ts";

/** Modules that can be built: name of the file in dist, and the features it needs beyond SIMD. */
const modules = [
  { file: "kernels.wasm", features: [] },
  { file: "kernels.relaxed.wasm", features: ["--enable", "relaxed-simd"] },
];

// 201: pointers are i32 here and may stay so.
const options = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd", "--disableWarning", "201"];

/** @param {string} folder where the modules go */
export async function buildWasm(folder) {
  await mkdir(folder, { recursive: true });
  const compiler = "node_modules/assemblyscript/bin/asc.js";
  const codes = modules.map(({ file, features }) =>
    run(process.execPath, [compiler, source, ...options, ...features, "--outFile", join(folder, file)], {
      quiet: true,
    }),
  );
  if ((await Promise.all(codes)).some((code) => code !== 0)) throw new Error(`${source} does not compile.`);
}
