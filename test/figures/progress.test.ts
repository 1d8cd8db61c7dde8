import assert from "node:assert/strict";
import { chartGroups, progressChart, progressPoint } from "../../src/figures/progress/chart.ts";
import { svgText } from "../../src/figures/svg.ts";
import { light } from "../../src/figures/theme.ts";
import { progressPayload } from "./payloads/progress.ts";
import { packed } from "./payloads/sentence.ts";

describe("the chart of reported values", () => {
  const names = (payload = progressPayload()) =>
    chartGroups(payload).map((group) => group.map(({ name }) => name));

  it("shares an axis between values that are near each other, and gives others their own", () => {
    assert.deepEqual(names(), [["loss", "bigram"], ["lr"]]);
    const zeros = packed([0, 0]);
    const flat = { name: "a", last: 0, steps: packed([0, 1]), history: zeros };
    assert.deepEqual(names({ ...progressPayload(), values: [flat, { ...flat, name: "b" }] }), [["a", "b"]]);
  });

  it("names the lines at their ends and dashes a value that never changes", () => {
    const svg = svgText(progressChart(progressPayload(), 560, light)!.element);
    assert.match(svg, />loss 2\.32<\/text>/);
    assert.match(svg, />bigram 2\.34<\/text>/);
    assert.equal(svg.match(/stroke-dasharray="5 4"/g)?.length, 1, "the bigram's line");
  });

  it("is not drawn before there are two values", () => {
    const one = { name: "loss", last: 1, steps: packed([0]), history: packed([1]) };
    assert.equal(progressChart({ ...progressPayload(), values: [one] }, 560, light), null);
    assert.equal(progressChart({ ...progressPayload(), values: [] }, 560, light), null);
  });

  it("reads a point in words", () => {
    assert.equal(progressPoint(progressPayload(), 0, 24), "step 240: loss 2.31716, bigram 2.34000");
    assert.match(progressPoint(progressPayload(), 1, 5), /^step 50: lr 1\.5/);
    assert.equal(progressPoint(progressPayload(), 2, 0), "");
    assert.equal(progressPoint(progressPayload(), 0, 99), "");
  });
});
