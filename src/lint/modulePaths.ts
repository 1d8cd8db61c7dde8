/** Libraries that are read by their names alone: their files are never looked for. */
const libraries =
  /^(torch\w*|numpy|scipy|jax|flax|haiku|equinox|keras|tensorflow|einops|transformers|timm|diffusers|optax|math|functools|typing|dataclasses|collections|os|sys|re|json|abc|copy|random|logging|itertools|warnings|pathlib|time|contextlib|enum|inspect|matplotlib|pandas|sklearn|tqdm|PIL)(\.|$)/;

const upwards = 4;

/** The paths that an imported module may lie at, seen from the file that imports it, the likeliest first. */
export function moduleCandidates(from: string, module: string): string[] {
  const folder = from.includes("/") ? from.slice(0, from.lastIndexOf("/")) : "";
  return /\.py[iw]?$|\.ipynb$/.test(from) && !/^\.{1,2}\//.test(module)
    ? pythonCandidates(folder, module)
    : scriptCandidates(folder, module);
}

/** `.norms`, `..layers.norm`, and `layers.norm` beside the file or in a folder above. */
function pythonCandidates(folder: string, module: string): string[] {
  const dots = /^\.*/.exec(module)![0].length;
  const inner = module.slice(dots).split(".").filter(Boolean).join("/");
  if (dots > 0) return filesOf(join(folder, "../".repeat(dots - 1) + inner));
  if (libraries.test(module)) return [];
  return Array.from({ length: upwards }, (_, up) => join(folder, "../".repeat(up) + inner)).flatMap(filesOf);
}

const filesOf = (path: string): string[] => [`${path}.py`, `${path}/__init__.py`];

/** `./norms`, `./norms.js` (which may be a .ts file), `./norms/index`; `@/norms` of a folder above or its `src`. */
function scriptCandidates(folder: string, module: string): string[] {
  const rooted = /^[@~]\/(.+)/.exec(module)?.[1];
  if (rooted !== undefined) return foldersAbove.flatMap((up) => scriptsAt(join(folder, up + rooted)));
  return /^\.{1,2}(\/|$)/.test(module) ? scriptsAt(join(folder, module)) : [];
}

const foldersAbove = Array.from({ length: upwards }, (_, up) => "../".repeat(up)).flatMap((up) => [
  up,
  `${up}src/`,
]);

function scriptsAt(path: string): string[] {
  const stem = path.replace(/\.[cm]?[jt]sx?$/, "");
  const given = stem === path ? [] : [path];
  const endings = [".ts", ".tsx", ".js", ".mjs", ".jsx", "/index.ts", "/index.js"];
  return [...given, ...endings.map((ending) => stem + ending)];
}

/** Joins and normalises; a path that leaves its root is none and finds nothing. */
function join(folder: string, relative: string): string {
  const parts: string[] = [];
  for (const part of `${folder}/${relative}`.split("/")) {
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return (folder.startsWith("/") ? "/" : "") + parts.join("/");
}
