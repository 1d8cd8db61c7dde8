/** Name of the TypeScript server's plugin (src/cellTypes), as package.json contributes it. */
export const cellTypesPlugin = "tokenwise-cell-types";

/** What the extension tells that plugin, which sees the cells' files and not where they stand. */
export interface CellOrder {
  readonly notebooks: readonly {
    /** Path of the notebook's address. */
    readonly path: string;
    /** Fragments of its cells' addresses, from the first cell to the last. */
    readonly cells: readonly string[];
  }[];
}
