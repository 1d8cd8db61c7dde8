import assert from "node:assert/strict";
import fc from "fast-check";
import { inkOn, mix, rampColor } from "../../src/figures/color.ts";
import { divergingColors, magnitudeColors, signedMagnitudeColors } from "../../src/figures/heatColors.ts";
import { decimate, heatCells, matrixOf, valuesOf } from "../../src/figures/heatGrid.ts";
import { extent, fittingScale, linearScale, linearTicks } from "../../src/figures/scales.ts";
import { light } from "../../src/figures/theme.ts";

describe("scales", () => {
  it("cover any range with a few round ticks", () => {
    const range = fc.tuple(
      fc.double({ min: -1e6, max: 1e6, noNaN: true }),
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
    );
    fc.assert(
      fc.property(range, ([low, span]) => {
        const high = low + span;
        fc.pre(span > Math.abs(low) * 1e-7);
        const ticks = linearTicks(low, high, 4);
        assert.ok(ticks.length >= 2 && ticks.length <= 7, ticks.join());
        const slack = (ticks[1]! - ticks[0]!) * 1e-6;
        assert.ok(ticks[0]! <= low + slack && ticks.at(-1)! >= high - slack);
      }),
    );
  });

  it("turn the domain's ends into the range's ends", () => {
    const scale = linearScale(0.2, 1.9, [100, 0]);
    assert.deepEqual(scale.domain, [0, 2]);
    assert.deepEqual([scale.at(0), scale.at(2)], [100, 0]);
  });

  it("become logarithmic where positive values span more than two decades, never with negative ones", () => {
    assert.equal(fittingScale([0.01, 5], [0, 100]).logarithmic, true);
    assert.equal(fittingScale([0.1, 5], [0, 100]).logarithmic, false);
    assert.equal(fittingScale([-1, 1e-6, 1e6], [0, 100]).logarithmic, false);
    assert.equal(fittingScale([0, 1e-3, 10], [0, 100]).at(0), 0);
  });

  it("ignore what is not finite", () => assert.deepEqual(extent([Number.NaN, 3, Infinity, -1]), [-1, 3]));
});

describe("colours", () => {
  it("mix and ramp between their stops", () => {
    assert.equal(mix("#000000", "#ffffff", 0.5), "#808080");
    assert.equal(rampColor(["#000000", "#ff0000", "#ffffff"], 0.5), "#ff0000");
    assert.equal(inkOn("#ffffff"), "#14181d");
    assert.equal(inkOn("#08306b"), "#ffffff");
  });

  it("give exact zero and not-measured cells colours of their own", () => {
    const colors = magnitudeColors([0, Number.NaN, 1e-7, 1], light);
    const of = (value: number) => colors.palette[colors.bucket(value)];
    assert.equal(of(0), light.zero);
    assert.equal(of(Number.NaN), light.missing);
    assert.ok(colors.ramp.includes(of(1e-7)!));
    assert.notEqual(of(1e-7), light.zero);
  });

  it("give leaks, told by their sign, warm colours of the same scale", () => {
    const colors = signedMagnitudeColors([-1e-3, 1], light);
    const of = (value: number) => colors.palette[colors.bucket(value)]!;
    assert.equal(of(1), light.sequential.at(-1));
    assert.equal(of(-1), light.diverging[0]);
    assert.equal(of(0), light.zero);
    assert.notEqual(of(-1e-3), of(1e-3));
  });

  it("put zero in the middle of a diverging scale", () => {
    const colors = divergingColors([-1, 4], light);
    assert.equal(colors.palette[colors.bucket(0)], light.diverging[3]);
    assert.deepEqual([colors.low, colors.high], [-4, 4]);
  });
});

describe("heat maps", () => {
  it("keep the outlier of each block when they are decimated", () => {
    const values = new Float64Array(100 * 100);
    values[57 * 100 + 91] = -9;
    const { matrix, rowStep } = decimate(matrixOf(values, 100, 100), { rows: 10, columns: 10 });
    assert.deepEqual([matrix.rows, matrix.columns, rowStep], [10, 10, 10]);
    assert.equal(matrix.at(5, 9), -9);
    assert.equal(valuesOf(matrix).filter((value) => value !== 0).length, 1);
  });

  it("paint every cell exactly once", () => {
    const matrix = matrixOf([0, 0, 1, Number.NaN, 1, 1], 2, 3);
    const cells = heatCells(matrix, magnitudeColors([0, 1], light), { width: 1, height: 1 });
    const paths = cells.children.map((path) =>
      typeof path === "string" ? "" : String(path.attributes["d"] ?? ""),
    );
    const area = paths
      .flatMap((path) => [...path.matchAll(/h(\d+)/g)])
      .reduce((sum, [, run]) => sum + Number(run), 0);
    assert.equal(area, 6);
  });
});
