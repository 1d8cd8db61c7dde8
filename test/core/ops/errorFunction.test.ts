import assert from "node:assert/strict";
import { erf, erfc } from "../../../src/core/ops/errorFunction.ts";

/** erf by its series of positive terms (Abramowitz and Stegun 7.1.6), which loses no digits. */
function series(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-20 * Math.abs(sum) && n < 500; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** erfc by its continued fraction (7.1.14), evaluated from the back, for x > 2. */
function fraction(x: number): number {
  let tail = x;
  for (let n = 400; n >= 1; n--) tail = x + n / 2 / tail;
  return Math.exp(-x * x) / (Math.sqrt(Math.PI) * tail);
}

describe("error function", () => {
  it("agrees with its series to 1e-14, on both sides of every seam", () => {
    for (let x = -6; x <= 6; x += 1 / 128) {
      if (x !== 0) assert.ok(Math.abs(erf(x) / series(x) - 1) < 1e-14, `erf(${x})`);
    }
    assert.equal(erf(0), 0);
    assert.equal(erf(Infinity), 1);
    assert.equal(erf(-Infinity), -1);
  });

  it("keeps the digits of erfc in the tail", () => {
    for (let x = 2; x < 26; x += 1 / 32) {
      assert.ok(Math.abs(erfc(x) / fraction(x) - 1) < 1e-12, `erfc(${x})`);
    }
    assert.ok(Math.abs(erfc(-1) - 1 - erf(1)) < 1e-15);
    assert.equal(erfc(Infinity), 0);
  });
});
