import assert from "node:assert/strict";
import { randn, tensor, zeros } from "../../src/core/index.ts";
import { heatmap } from "../../src/probes/index.ts";
import { unpack } from "../../src/protocol/numbers.ts";
import { parseOutput } from "../../src/protocol/outputs/index.ts";

const mime = "application/vnd.tokenwise.tensor.v1+json";

describe("heatmap", () => {
  it("shows a matrix with its rows named and one outlined, by number or by name", () => {
    const x = tensor([[1, 2], [3, 4], [5, 6]]); // prettier-ignore
    for (const outline of [1, "b", [1]]) {
      const payload = heatmap(x, { rows: ["a", "b", "c"], outline, title: "x" }).toPayload();
      assert.deepEqual(payload.outlinedRows, [1]);
      assert.deepEqual(payload.rowLabels, ["a", "b", "c"]);
      assert.deepEqual([...unpack(payload.values)], [1, 2, 3, 4, 5, 6]);
      assert.deepEqual(payload.summary, {
        min: 1,
        max: 6,
        mean: 3.5,
        standardDeviation: Math.sqrt(35 / 12),
        nan: 0,
        infinite: 0,
      });
    }
  });

  it("shows the first matrix of a tensor of higher rank, and says which", () => {
    const payload = heatmap(randn([2, 3, 4, 5])).toPayload();
    assert.equal(payload.slice, "x[0, 0]");
    assert.deepEqual(payload.values.shape, [4, 5]);
  });

  it("takes every n-th row and column of a large matrix", () => {
    const payload = heatmap(
      zeros([512, 1000]).add(
        tensor(
          Float32Array.from({ length: 1000 }, (_, i) => i),
          [1000],
        ),
      ),
    ).toPayload();
    assert.deepEqual([payload.values.shape, payload.rowStep, payload.columnStep], [[256, 500], 2, 2]);
    assert.equal(unpack(payload.values)[3], 6);
  });

  for (const x of [tensor([NaN, Infinity]), zeros([0, 4]), tensor(3), zeros([2, 0, 3])])
    it(`gives a valid payload for the shape [${x.shape.join(", ")}]`, () => {
      const parsed = parseOutput(mime, JSON.parse(JSON.stringify(heatmap(x).toPayload())));
      assert.ok(parsed.ok, parsed.ok ? "" : parsed.message);
    });

  it("tells labels and outlines that do not fit", () => {
    const x = zeros([2, 3]);
    assert.throws(() => heatmap(x, { rows: ["a"] }), /rows has 1 entries, but the matrix has 2 rows/);
    assert.throws(
      () => heatmap(x, { columns: ["a"] }),
      /columns has 1 entries, but the matrix has 3 columns/,
    );
    assert.throws(() => heatmap(x, { outline: 2 }), /outline names the row 2/);
    assert.throws(() => heatmap(x, { outline: "b" }), /outline names the row "b"/);
    assert.throws(() => heatmap([[1]] as never), /heatmap takes a tensor/);
  });
});
