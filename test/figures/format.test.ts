import assert from "node:assert/strict";
import { exactNumber } from "../../src/figures/exactNumber.ts";
import { clip, formatCount, formatNumber, formatTick, plural, tokenLabel } from "../../src/figures/format.ts";
import { plainTable, shownRows } from "../../src/figures/plainTable.ts";
import { columnWidth, fitText, textWidth, wrapText } from "../../src/figures/textWidth.ts";

describe("numbers as text", () => {
  const cases: [number | null, string][] = [
    [0, "0"],
    [-0, "0"],
    [1, "1"],
    [1.23456, "1.235"],
    [0.98765432, "0.9877"],
    [-0.0012345, "-0.001234"],
    [0.00012345, "1.23e-4"],
    [12345.678, "12346"],
    [1234567.8, "1.23e6"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "∞"],
    [Number.NEGATIVE_INFINITY, "-∞"],
    [null, "-"],
  ];
  for (const [value, expected] of cases)
    it(`${value} is "${expected}"`, () => assert.equal(formatNumber(value), expected));

  it("gives ticks no digits that say nothing", () => {
    assert.deepEqual([0, 0.5, 1, 1.5, 1e-5, 1e6].map(formatTick), ["0", "0.5", "1", "1.5", "1e-5", "1e6"]);
    // 10 ** -5 as some engines compute it.
    assert.equal(formatTick(0.000009999999999999999), "1e-5");
  });

  it("keeps all digits of a float32", () => {
    assert.equal(Math.fround(Number(exactNumber(Math.fround(0.1)))), Math.fround(0.1));
  });

  it("counts", () => {
    assert.equal(formatCount(1234567), "1,234,567");
    assert.equal(plural(1, "token"), "1 token");
    assert.equal(plural(8192, "token"), "8,192 tokens");
  });
});

describe("token labels", () => {
  it("show blanks, line ends and the empty token", () => {
    assert.equal(tokenLabel(" the"), "␣the");
    assert.equal(tokenLabel("a b\n"), "a b⏎");
    assert.equal(tokenLabel(""), "∅");
  });

  it("are cut by characters, not by halves of one", () => assert.equal(clip("😀😀😀😀", 3), "😀😀…"));
});

describe("text measures", () => {
  it("give Chinese a full em and two columns", () => {
    assert.equal(textWidth("归一", 10), 20);
    assert.equal(columnWidth("归一a"), 5);
  });

  it("fit and wrap within the width", () => {
    const long = "every token is normalised alone, over its channels only";
    assert.ok(textWidth(fitText(long, 100, 12), 12) <= 100);
    const lines = wrapText(long, 120, 12);
    assert.ok(lines.length > 2 && lines.every((line) => textWidth(line, 12) <= 120));
    assert.equal(lines.join(" "), long);
  });

  it("break Chinese, which has no blanks, anywhere", () => {
    assert.ok(wrapText("每个词元单独归一化只在通道轴上", 60, 12).length >= 3);
  });
});

describe("plain tables", () => {
  it("align wide characters", () => {
    const lines = plainTable(
      ["token", "mean"],
      [
        ["猫", "1"],
        ["cat", "0.25"],
      ],
    ).split("\n");
    assert.deepEqual(lines, ["token  mean", "猫        1", "cat    0.25"]);
  });

  it("show the first and the last of many rows", () =>
    assert.deepEqual(shownRows(10, 4), [0, 1, null, 8, 9]));
});
