import { join } from "node:path";
import ts from "typescript";
import { CellPlaces } from "../../src/cellTypes/cellPlaces.ts";
import { hideLinks } from "../../src/cellTypes/hideLinks.ts";
import { linkCells } from "../../src/cellTypes/linkCells.ts";

const declarations = join(import.meta.dirname, "tokenwise.d.ts");
const declaring = `declare module "tokenwise/nn" {
  /** Normalises each token alone. */
  export class LayerNorm { constructor(channels: number); forward(x: number[]): number[]; }
}
declare module "tokenwise" { export * from "tokenwise/nn"; }`;

/** The name under which VS Code tells its TypeScript server of a cell. */
export const cellFile = (number: number, notebook = "/n.ipynb"): string =>
  `^/vscode-notebook-cell/ts-nul-authority${notebook}#W${number.toString(7)}sZmlsZQ%3D%3D`;

/** TypeScript's language service with the plugin's parts, over files whose texts can be changed. */
export function notebookService(texts: Record<string, string>): {
  service: ts.LanguageService;
  change(file: string, text: string): void;
  /** Deletes a cell. */
  remove(file: string): void;
  /** Tells the order of a notebook's cells. */
  order(...files: string[]): void;
} {
  const places = new CellPlaces();
  const versions = new Map<string, number>();
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: false,
    allowNonTsExtensions: true, // as in the TypeScript server
    lib: ["lib.es2022.d.ts"],
    types: [],
  };
  const read = (file: string): string | undefined =>
    texts[file] ?? (file === declarations ? declaring : ts.sys.readFile(file));
  const host: ts.LanguageServiceHost = {
    getCompilationSettings: () => options,
    getCurrentDirectory: () => "/",
    getDefaultLibFileName: (some) => ts.getDefaultLibFilePath(some),
    getScriptFileNames: () => Object.keys(texts),
    getScriptKind: () => ts.ScriptKind.TS,
    getScriptVersion: (file) => String(versions.get(file) ?? 0),
    getScriptSnapshot: (file) => {
      const text = read(file);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    fileExists: (file) => read(file) !== undefined,
    readFile: read,
    resolveModuleNameLiterals: (literals) => literals.map(() => ({ resolvedModule: undefined })),
  };
  const cells = linkCells(ts, host, declarations, places);
  return {
    service: hideLinks(ts.createLanguageService(host), cells),
    change: (file, text) => {
      texts[file] = text;
      versions.set(file, (versions.get(file) ?? 0) + 1);
    },
    remove: (file) => void Reflect.deleteProperty(texts, file),
    order: (...files) => {
      const cells = files.map((file) => file.split("#")[1]);
      places.configure({
        notebooks: [
          { path: "/other.ipynb", cells: [] },
          { path: "/n.ipynb", cells },
        ],
      });
    },
  };
}
