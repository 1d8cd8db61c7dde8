// For the kernel's bundle: each of Node's modules that it imports is a copy of the module's properties, made at the start. Cells
// share Node's modules with the kernel, and may put functions of their own in their place (`require("util").inspect = ...`).

/** @type {import("esbuild").Plugin} */
export const copiedModules = {
  name: "copiedModules",
  setup(build) {
    build.onResolve({ filter: /^node:/ }, ({ path, namespace }) =>
      namespace === "copied" ? { path, external: true } : { path, namespace: "copied" },
    );
    build.onLoad({ filter: /.*/, namespace: "copied" }, ({ path }) => ({
      // Descriptors, because reading some of Node's properties loads or warns.
      contents: `module.exports = Object.create(null, Object.getOwnPropertyDescriptors(require("${path}")));`,
    }));
  },
};
