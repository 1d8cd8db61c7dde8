import assert from "node:assert/strict";

/** Largest difference over the largest expected magnitude (1 at least where `floor` says so). */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>, floor = 0): number {
  let difference = 0;
  let size = floor;
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(actual[i], expected[i]) || actual[i] === expected[i]) continue;
    difference = Math.max(difference, Math.abs(actual[i]! - expected[i]!));
    if (Number.isNaN(actual[i]) !== Number.isNaN(expected[i])) return Infinity;
  }
  for (let i = 0; i < expected.length; i++) size = Math.max(size, Math.abs(expected[i]!));
  return difference === 0 ? 0 : difference / size;
}

/** Asserts equal lengths and a relative error of at most `tolerance`. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what = "values",
): void {
  assert.equal(actual.length, expected.length, `${what}: number of elements`);
  const error = relativeError(actual, expected);
  if (!(error <= tolerance))
    assert.fail(
      `${what} are off by ${error} (allowed ${tolerance})\nactual   ${preview(actual)}\nexpected ${preview(expected)}`,
    );
}

const preview = (numbers: ArrayLike<number>) => Array.from(numbers).slice(0, 12).join(", ");
