import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { tensor, zeros } from "../../../src/core/creation.ts";
import { printingSamples } from "./samples.ts";

const { texts } = JSON.parse(readFileSync("test/core/reference/fixtures/printing.json", "utf8")) as {
  texts: string[];
};

describe("printing", () => {
  printingSamples().forEach((sample, i) => {
    it(`is NumPy's for sample ${i}: ${texts[i]!.slice(0, 40).replaceAll("\n", " ")}`, () => {
      const shortened = sample.size > 1000 ? `, shape=[${sample.shape.join(", ")}]` : "";
      assert.equal(String(sample), `tensor(${texts[i]}${shortened})`);
    });
  });

  it("writes whole numbers out, however far apart, and keeps the sign of zero", () => {
    assert.equal(String(tensor([12345678, 1])), "tensor([12345678.,        1.])");
    assert.equal(String(tensor([-0, 0, 1])), "tensor([-0.,  0.,  1.])");
    assert.equal(String(tensor([-0, 1e-7, 1])), "tensor([-0.e+00,  1.e-07,  1.e+00])");
  });

  it("shows infinities, NaN, booleans and empty tensors", () => {
    assert.equal(String(tensor([NaN, Infinity, -Infinity, 1.5])), "tensor([ nan,  inf, -inf,  1.5])");
    assert.equal(String(tensor([[true, false]])), "tensor([[ true, false]])");
    assert.equal(String(zeros([2, 0])), "tensor([], shape=[2, 0])");
  });

  it("is what console.log shows, also within other values", () => {
    assert.equal(inspect(tensor([1, 2])), "tensor([1., 2.])");
    assert.match(inspect({ x: tensor([1]) }), /tensor\(\[1\.\]\)/);
  });
});
