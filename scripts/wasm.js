// Compiles the SIMD kernels (src/core/kernels/simd/assembly, in AssemblyScript) to dist/: one module for machines with relaxed
// SIMD (fused multiply-add), one for those without.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import asc from "assemblyscript/asc";

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
  for (const { file, features } of modules) {
    const { error, stderr, binary } = await compile(features);
    if (error) throw new Error(`${source}: ${error.message}\n${stderr}`);
    await writeFile(join(folder, file), binary);
  }
}

/** @param {string[]} features */
async function compile(features) {
  /** @type {Uint8Array} */
  let binary = new Uint8Array();
  const { error, stderr } = await asc.main([source, ...options, ...features, "--outFile", "out.wasm"], {
    writeFile(_name, contents) {
      if (typeof contents !== "string") binary = contents;
    },
  });
  return { error, stderr: stderr.toString(), binary };
}
