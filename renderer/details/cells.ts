import { tokenName } from "../../src/figures/format.ts";
import { unpack, type PackedArray } from "../../src/protocol/numbers.ts";
import type { PicturePlace } from "../cursorTargets.ts";

const held = new WeakMap<PackedArray, Float64Array>();

/** The numbers of an array, unpacked once: a pointer that moves asks for them again and again. */
export function numbersOf(packed: PackedArray): Float64Array {
  const numbers = held.get(packed) ?? unpack(packed);
  held.set(packed, numbers);
  return numbers;
}

/** A cell of a matrix. */
export interface MatrixPlace {
  readonly row: number;
  readonly column: number;
}

/** The value of largest magnitude of a block of a matrix, which is the one that a decimated map shows. */
export function strongest(
  at: (row: number, column: number) => number,
  size: { rows: number; columns: number },
  block: Omit<PicturePlace, "map">,
): MatrixPlace {
  let best = { row: block.row, column: block.column };
  let most = -1;
  for (let row = block.row; row < Math.min(size.rows, block.row + block.rows); row++)
    for (let column = block.column; column < Math.min(size.columns, block.column + block.columns); column++) {
      const magnitude = Math.abs(at(row, column));
      if (magnitude > most) [most, best] = [magnitude, { row, column }];
    }
  return best;
}

/** That a drawn cell stands for several; empty where it does not. */
export function blockWords({ rows, columns }: Pick<PicturePlace, "rows" | "columns">): string {
  return rows * columns > 1 ? ` · the largest of the ${rows * columns} in this cell` : "";
}

/** `token 3 "cat"`, or `token 3` where tokens have no text. */
export function quoted(tokens: readonly string[], index: number): string {
  return tokens[index] === undefined ? `token ${index}` : `token ${index} "${tokenName(tokens, index, 30)}"`;
}
