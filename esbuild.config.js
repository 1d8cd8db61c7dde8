// Builds everything that ships into dist/. `--watch` rebuilds on change.
import { copyFile, mkdir, rm } from "node:fs/promises";
import esbuild from "esbuild";
import { buildDeclarations } from "./scripts/declarations.js";
import { copiedModules } from "./scripts/copiedModules.js";
import { buildWasm } from "./scripts/wasm.js";

const watch = process.argv.includes("--watch");

/** @type {import("esbuild").BuildOptions} */
const common = {
  bundle: true,
  minify: !watch,
  keepNames: true,
  sourcemap: watch ? "inline" : false,
  legalComments: "none",
  logLevel: watch ? "info" : "warning",
  target: "node20",
};

/** @type {import("esbuild").BuildOptions} */
const node = { ...common, platform: "node", format: "cjs" };

/** @type {import("esbuild").BuildOptions} */
const nodeModule = {
  ...node,
  format: "esm",
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);',
  },
};

/** @type {import("esbuild").BuildOptions} */
const browser = { ...common, platform: "browser", target: "es2022" };

/** @type {import("esbuild").BuildOptions[]} */
const bundles = [
  {
    ...node,
    entryPoints: ["src/extension/desktop.ts"],
    outfile: "dist/extension.cjs",
    external: ["vscode"],
    // VS Code loads extensions as CommonJS, and web-tree-sitter asks for the address of its module.
    define: { "import.meta.url": "importMetaUrl" },
    banner: { js: 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;' },
  },
  {
    ...browser,
    entryPoints: ["src/extension/web.ts"],
    outfile: "dist/web.cjs",
    format: "cjs",
    external: ["vscode"],
  },
  // A cell may declare any global's name, so the kernel's bundle reads globals that were saved at its start.
  {
    ...node,
    entryPoints: ["src/kernel/main.ts"],
    outfile: "dist/kernel.cjs",
    inject: ["src/kernel/globals.ts"],
    plugins: [copiedModules],
  },
  { ...node, entryPoints: ["src/kernel/watchdog.ts"], outfile: "dist/watchdog.cjs" },
  { ...node, entryPoints: ["src/kernel/helper.ts"], outfile: "dist/helper.cjs" },
  // Loaded by the kernel for the few cells that need it (namespaces, decorators).
  { ...node, entryPoints: ["node_modules/typescript/lib/typescript.js"], outfile: "dist/typescript.cjs" },
  // VS Code's TypeScript server calls what the module itself is.
  {
    ...node,
    entryPoints: ["src/cellTypes/plugin.ts"],
    outfile: "dist/cellTypes.cjs",
    footer: { js: "module.exports = module.exports.default;" },
  },
  // The command line and the threads of its check share the lint.
  {
    ...nodeModule,
    entryPoints: { cli: "src/cli/main.ts", lintWorker: "src/cli/lint/worker.ts" },
    outdir: "dist",
    splitting: true,
    chunkNames: "cli-[hash]",
  },
  // The notebook renderer is an ES module that VS Code loads; the page's copy is a plain script, so that the
  // exported HTML can allow it by hash.
  { ...browser, entryPoints: ["renderer/index.ts"], outfile: "dist/renderer.js", format: "esm" },
  { ...browser, entryPoints: ["renderer/standalone.ts"], outfile: "dist/page.js", format: "iife" },
];

/** Bundles that are not up to date. */
const stale = new Set(bundles);

/**
 * Says when no bundle is being built any more, the first time when all are there: what F5 waits for.
 * @param {import("esbuild").BuildOptions} bundle
 * @returns {import("esbuild").Plugin}
 */
const tellWhenAllAreBuilt = (bundle) => ({
  name: "tellWhenAllAreBuilt",
  setup(build) {
    build.onStart(() => void stale.add(bundle));
    build.onEnd(() => {
      stale.delete(bundle);
      if (stale.size === 0) console.log("[watch] all built");
    });
  },
});

/**
 * Files that are shipped as they are.
 * @type {[from: string, to: string][]}
 */
const copies = [
  ["node_modules/web-tree-sitter/web-tree-sitter.wasm", "dist/web-tree-sitter.wasm"],
  ["node_modules/tree-sitter-python/tree-sitter-python.wasm", "dist/tree-sitter-python.wasm"],
  ["node_modules/tree-sitter-typescript/tree-sitter-tsx.wasm", "dist/tree-sitter-tsx.wasm"],
  ["node_modules/tree-sitter-typescript/tree-sitter-typescript.wasm", "dist/tree-sitter-typescript.wasm"],
];

await rm("dist", { recursive: true, force: true });
await mkdir("dist", { recursive: true });
await Promise.all(copies.map(([from, to]) => copyFile(from, to)));
const declarations = "dist/tokenwise.d.ts";
if (watch) {
  await buildWasm("dist");
  await buildDeclarations(declarations);
  for (const bundle of bundles) {
    const context = await esbuild.context({ ...bundle, plugins: [tellWhenAllAreBuilt(bundle)] });
    await context.watch();
  }
} else {
  await Promise.all([
    ...bundles.map((options) => esbuild.build(options)),
    buildWasm("dist"),
    buildDeclarations(declarations),
  ]);
}
