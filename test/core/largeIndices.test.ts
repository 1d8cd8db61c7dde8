import assert from "node:assert/strict";
import { Tensor } from "../../src/core/index.ts";
import { NDArray } from "../../src/core/ndarray.ts";

/** One more element than float32 has whole numbers in a row. */
const length = 2 ** 24 + 2;

describe("indices beyond 2^24, which float32 does not have all of", () => {
  let x: Tensor;
  const largestAt = (index: number) => x.writeData((data) => data.fill(0).fill(1, index, index + 1));
  before(() => (x = new Tensor(NDArray.zeros([length]))));
  after(() => (x = new Tensor(NDArray.zeros([0]))));

  it("are given by argmax up to 2^24 and refused where they would become another index", () => {
    assert.equal(
      largestAt(2 ** 24)
        .argmax()
        .item(),
      2 ** 24,
    );
    assert.throws(() => largestAt(2 ** 24 + 1).argmax(), {
      name: "RangeError",
      message: /^argmax: the result 16777217 is no float32 number.*2\^24/,
    });
    assert.throws(
      () =>
        largestAt(2 ** 24 + 1)
          .neg()
          .argmin(),
      /^RangeError: argmin: the result 16777217/,
    );
  });

  it("are refused by topk, so that its values are never another element's", () => {
    const { values, indices } = largestAt(2 ** 24).topk(1);
    assert.deepEqual([values.item(), indices.item()], [1, 2 ** 24]);
    assert.throws(() => largestAt(2 ** 24 + 1).topk(1), /^RangeError: topk: the result 16777217/);
  });
}).timeout(60_000);
