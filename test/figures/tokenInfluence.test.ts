import assert from "node:assert/strict";
import { borderPath, influenceGrid } from "../../src/figures/tokenInfluence/grid.ts";
import { packed } from "./payloads/sentence.ts";
import { tokenInfluencePayload } from "./payloads/tokenInfluence.ts";

describe("the map of influences", () => {
  it("draws the border of a causal mask as stairs", () => {
    const grid = influenceGrid(tokenInfluencePayload({ tokens: ["a", "b", "c"] }), 96);
    assert.equal(borderPath(grid.matrix, grid.allowed), "M1 0v1M2 1v1M1 1h1M2 2h1");
  });

  it("joins runs of a border", () => {
    const matrix = { rows: 4, columns: 4, at: () => 0 };
    assert.equal(
      borderPath(matrix, (_, column) => column < 2),
      "M2 0v4",
    );
  });

  it("tells a leak by its sign, also when many pairs share a drawn cell", () => {
    const count = 200;
    const pairs = Array.from({ length: count * count }, (_, at) =>
      at % count <= Math.floor(at / count) ? 1 : 0,
    );
    const values = pairs.map((pair) => pair * 0.5);
    values[20 * count + 150] = 1e-6;
    const tokens = Array.from({ length: count }, () => "t");
    const grid = influenceGrid(
      {
        ...tokenInfluencePayload({ tokens }),
        matrix: packed(values, [count, count]),
        allowedPairs: packed(pairs, [count, count]),
      },
      50,
    );
    const leaks: string[] = [];
    for (let row = 0; row < grid.matrix.rows; row++)
      for (let column = 0; column < grid.matrix.columns; column++)
        if (grid.leaks(row, column))
          leaks.push(`${row} ${column} ${grid.matrix.at(row, column).toExponential(0)}`);
    assert.deepEqual(leaks, ["5 37 -1e-6"]);
  });
});
