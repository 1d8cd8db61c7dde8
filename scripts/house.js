// Which folder may import which (left may import right). ESLint and test/house.test.ts both read this table.
// @ts-check

/** @type {Record<string, string[]>} */
export const mayImport = {
  core: [],
  nbformat: [],
  protocol: [],
  figures: ["protocol"],
  probes: ["core", "figures", "protocol"],
  lint: ["nbformat"],
  processes: [],
  host: ["processes", "protocol"],
  page: ["figures", "nbformat", "protocol"],
  kernel: ["core", "probes", "figures", "nbformat", "processes", "protocol"],
  cli: ["host", "page", "lint", "nbformat", "protocol"],
  extension: ["host", "page", "lint", "nbformat", "protocol"],
  cellTypes: ["protocol"],
  renderer: ["figures", "protocol"],
};

/** Folders that must run without Node, vscode and the DOM. */
export const pure = ["core", "nbformat", "protocol", "figures", "probes", "lint", "page"];

/** @param {string} folder */
export const folderOf = (folder) => (folder === "renderer" ? "renderer" : `src/${folder}`);
