import { unpack } from "../../protocol/numbers.ts";
import type { TokenInfluencePayload } from "../../protocol/outputs/tokenInfluence.ts";
import { decimate, matrixOf, type Matrix } from "../heatGrid.ts";

/** The influence matrix as it is drawn, and which of its cells are allowed. */
export interface InfluenceGrid {
  readonly matrix: Matrix;
  /** Positions in `outputs` and `inputs` of a drawn row and column. */
  readonly rowStep: number;
  readonly columnStep: number;
  allowed(row: number, column: number): boolean;
  /** A forbidden cell that moved. */
  leaks(row: number, column: number): boolean;
}

/** At most `most` cells a side. A drawn cell that holds any leak shows the leak. */
export function influenceGrid(payload: TokenInfluencePayload, most: number): InfluenceGrid {
  const [rows, columns] = [payload.outputs.length, payload.inputs.length];
  const values = matrixOf(unpack(payload.matrix), rows, columns);
  const pairs = matrixOf(unpack(payload.allowedPairs), rows, columns);
  const forbidden: Matrix = {
    rows,
    columns,
    at: (row, column) => (pairs.at(row, column) > 0 ? Number.NaN : values.at(row, column)),
  };
  const sides = { rows: most, columns: most };
  const drawn = decimate(values, sides);
  const leaky = decimate(forbidden, sides).matrix;
  const mayRead = decimate(pairs, sides).matrix;
  return {
    ...drawn,
    allowed: (row, column) => mayRead.at(row, column) > 0,
    leaks: (row, column) => leaky.at(row, column) > 0,
  };
}

/** The border between what may be read and what may not, in cells, as one path. */
export function boundaryPath(grid: InfluenceGrid): string {
  const { rows, columns } = grid.matrix;
  const parts: string[] = [];
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const here = grid.allowed(row, column);
      if (column + 1 < columns && here !== grid.allowed(row, column + 1))
        parts.push(`M${column + 1} ${row}v1`);
      if (row + 1 < rows && here !== grid.allowed(row + 1, column)) parts.push(`M${column} ${row + 1}h1`);
    }
  }
  return parts.join("");
}
