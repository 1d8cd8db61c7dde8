import { unpack } from "../../protocol/numbers.ts";
import type { TokenInfluencePayload } from "../../protocol/outputs/tokenInfluence.ts";
import { decimate, matrixOf, type Matrix } from "../heatGrid.ts";

/** The influence matrix as it is drawn, and which of its cells are allowed. */
export interface InfluenceGrid {
  /** Magnitudes; those of leaks are negative, so that they get colours of their own. */
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
  const leaks = (row: number, column: number) => leaky.at(row, column) > 0;
  const at = (row: number, column: number) =>
    leaks(row, column) ? -leaky.at(row, column) : drawn.matrix.at(row, column);
  return {
    ...drawn,
    matrix: { ...drawn.matrix, at },
    allowed: (row, column) => mayRead.at(row, column) > 0,
    leaks,
  };
}

/** The border between cells that are in a set and cells that are not, in cells, as one path of joined runs. */
export function borderPath(
  { rows, columns }: Matrix,
  isIn: (row: number, column: number) => boolean,
): string {
  const parts: string[] = [];
  for (let column = 1; column < columns; column++)
    for (const [start, length] of runs(rows, (row) => isIn(row, column) !== isIn(row, column - 1)))
      parts.push(`M${column} ${start}v${length}`);
  for (let row = 1; row < rows; row++)
    for (const [start, length] of runs(columns, (column) => isIn(row, column) !== isIn(row - 1, column)))
      parts.push(`M${start} ${row}h${length}`);
  return parts.join("");
}

/** Start and length of each run of places at which a condition holds. */
function runs(count: number, holds: (place: number) => boolean): [number, number][] {
  const found: [number, number][] = [];
  for (let place = 0; place < count; place++) {
    if (!holds(place)) continue;
    const start = place;
    while (place < count && holds(place)) place++;
    found.push([start, place - start]);
  }
  return found;
}
