// A plugin of VS Code's TypeScript server, which knows each cell as a file of its own and nothing of the kernel.
// package.json contributes it by the name of this folder's package, the one form that TypeScript takes.
import { join } from "node:path";
import type ts from "typescript";
import { hideLinks } from "./hideLinks.ts";
import { linkCells } from "./linkCells.ts";

/** Called once per TypeScript server; `create` once per project. */
const plugin: ts.server.PluginModuleFactory = ({ typescript }) => ({
  create({ languageService, languageServiceHost }) {
    const cells = linkCells(typescript, languageServiceHost, join(__dirname, "tokenwise.d.ts"));
    return hideLinks(languageService, cells);
  },
});

export default plugin;
