import type { CellOrder } from "../protocol/cellOrder.ts";
import { cellNumber, notebookOf } from "./cellFile.ts";

/** Where the cells stand in their notebooks, as far as the extension has told. */
export class CellPlaces {
  private notebooks: CellOrder["notebooks"] = [];

  /** Takes the plugin's configuration, which anybody may send. */
  configure(configuration: unknown): void {
    const { notebooks } = (configuration ?? {}) as Partial<CellOrder>;
    if (Array.isArray(notebooks)) this.notebooks = notebooks as CellOrder["notebooks"];
  }

  /** A number that grows from cell to cell of a notebook. A cell that nobody has told of yet stands behind the others. */
  placeOf(file: string): number {
    const notebook = notebookOf(file);
    const cells = this.notebooks.find(({ path }) => notebook.endsWith(path))?.cells;
    if (cells === undefined) return cellNumber(file);
    const place = cells.indexOf(file.slice(notebook.length + 1));
    return place < 0 ? cells.length + cellNumber(file) : place;
  }
}
