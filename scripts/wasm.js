// Compiles the SIMD kernels (src/core/kernels/simd/assembly, in AssemblyScript) to dist/: for machines with relaxed SIMD
// (fused multiply-add) and for those without, each with memory of its own and with memory that a second thread shares.
// What was compiled is kept in .cache until a source or the compiler changes.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { copyFile, mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./run.js";

const sources = "src/core/kernels/simd/assembly";
const compiler = "node_modules/assemblyscript";

const relaxed = ["--enable", "relaxed-simd"];
/** Memory that two threads can work in: up to 2 GiB, of which nothing is taken until it is used. */
const shared = [
  "--enable",
  "threads",
  "--importMemory",
  "--sharedMemory",
  "--initialMemory",
  "1",
  "--maximumMemory",
  "32768",
];

/** Modules that can be built: name of the file in dist, what it exports, and the features it needs beyond SIMD. */
const modules = [
  { file: "kernels.wasm", entries: ["index"], features: [] },
  { file: "kernels.relaxed.wasm", entries: ["index", "wide"], features: relaxed },
  { file: "kernels.shared.wasm", entries: ["products"], features: shared },
  { file: "kernels.relaxed.shared.wasm", entries: ["products", "wide"], features: [...relaxed, ...shared] },
];

// 201: pointers are i32 here and may stay so.
const options = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd", "--disableWarning", "201"];

/** @param {string} folder where the modules go */
export async function buildWasm(folder) {
  const cache = join(".cache", "wasm", fingerprint());
  await Promise.all([mkdir(folder, { recursive: true }), mkdir(cache, { recursive: true })]);
  await Promise.all(
    modules.map(async ({ file, entries, features }) => {
      const kept = join(cache, file);
      if (!existsSync(kept)) await compile(entries, features, kept);
      await copyFile(kept, join(folder, file));
    }),
  );
}

/** Of everything that the modules depend on. */
function fingerprint() {
  const files = readdirSync(sources).map((file) => join(sources, file));
  const hash = createHash("sha256").update(JSON.stringify([options, modules]));
  for (const file of [...files, join(compiler, "package.json")]) hash.update(file).update(readFileSync(file));
  return hash.digest("hex").slice(0, 16);
}

/**
 * @param {string[]} entries
 * @param {string[]} features
 * @param {string} file
 */
async function compile(entries, features, file) {
  const unfinished = `${file}.${process.pid}`;
  const files = entries.map((entry) => join(sources, `${entry}.ts`));
  const args = [...files, ...options, ...features, "--outFile", unfinished];
  const code = await run(process.execPath, [join(compiler, "bin", "asc.js"), ...args], { quiet: true });
  if (code !== 0) throw new Error(`${sources} does not compile.`);
  await rename(unfinished, file);
}
