import type ts from "typescript";
import { isCellFile, notebookOf } from "./cellFile.ts";
import type { CellPlaces } from "./cellPlaces.ts";
import { cellLinks, linkedFile, type CellNames } from "./cellLinks.ts";
import { declaredNames } from "./declaredNames.ts";

/** What the rest of the plugin asks about cells. */
export interface LinkedCells {
  /** Where the text that the editor shows ends, or undefined for a file that is no cell. */
  endOf(fileName: string): number | undefined;
}

type Host = ts.LanguageServiceHost;

/**
 * Makes a project's cells see each other and "tokenwise": a cell's file goes on behind its text (`cellLinks`), so that
 * every position within the text stays what it is.
 *
 * @param declarations path of the declaration file of "tokenwise"
 * @param places where the cells stand; it may change
 */
export function linkCells(
  typescript: typeof ts,
  host: Host,
  declarations: string,
  places: CellPlaces,
): LinkedCells {
  const getSnapshot = host.getScriptSnapshot.bind(host);
  const getVersion = host.getScriptVersion.bind(host);
  const parsed = new Map<string, { version: string; names: ReadonlySet<string> }>();

  const textOf = (fileName: string): string => {
    const snapshot = getSnapshot(fileName);
    return snapshot === undefined ? "" : snapshot.getText(0, snapshot.getLength());
  };
  const namesIn = (file: string): ReadonlySet<string> => {
    const version = getVersion(file);
    const before = parsed.get(file);
    if (before?.version === version) return before.names;
    const source = typescript.createSourceFile(file, textOf(file), typescript.ScriptTarget.Latest);
    const names = declaredNames(typescript, source);
    parsed.set(file, { version, names });
    return names;
  };
  const cellOf = (file: string): CellNames => ({ file, place: places.placeOf(file), names: namesIn(file) });
  const linksOf = (fileName: string): string => {
    const notebook = notebookOf(fileName);
    const isNeighbour = (file: string): boolean => isCellFile(file) && notebookOf(file) === notebook;
    return cellLinks(cellOf(fileName), host.getScriptFileNames().filter(isNeighbour).map(cellOf));
  };

  host.getScriptSnapshot = (fileName) =>
    isCellFile(fileName) && getSnapshot(fileName) !== undefined
      ? typescript.ScriptSnapshot.fromString(textOf(fileName) + linksOf(fileName))
      : getSnapshot(fileName);
  host.getScriptVersion = (fileName) =>
    isCellFile(fileName) ? getVersion(fileName) + linksOf(fileName) : getVersion(fileName);
  resolveToo(typescript, host, declarations);
  return { endOf: (fileName) => (isCellFile(fileName) ? getSnapshot(fileName)?.getLength() : undefined) };
}

/** Resolves the links, and "tokenwise" where it is not installed: for cells, and for the files beside a notebook. */
function resolveToo(typescript: typeof ts, host: Host, declarations: string): void {
  const resolve = host.resolveModuleNameLiterals?.bind(host);
  if (resolve === undefined) return;
  host.resolveModuleNameLiterals = (literals, ...rest) =>
    resolve(literals, ...rest).map((resolution, index) => {
      if (resolution.resolvedModule !== undefined) return resolution;
      const specifier = literals[index]?.text ?? "";
      const cell = linkedFile(specifier);
      const { Ts, Dts } = typescript.Extension;
      if (cell !== undefined) return { resolvedModule: { resolvedFileName: cell, extension: Ts } };
      if (specifier !== "tokenwise") return resolution;
      return {
        resolvedModule: {
          resolvedFileName: declarations,
          extension: Dts,
          isExternalLibraryImport: true,
        },
      };
    });
}
