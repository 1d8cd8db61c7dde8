import assert from "node:assert/strict";
import { figure, plainText } from "../../src/figures/index.ts";
import { largestAt } from "../../src/figures/heatGrid.ts";
import type { TokenStatsPayload } from "../../src/protocol/outputs/tokenStats.ts";
import { packed } from "./payloads/sentence.ts";
import { tokenStatsPayload } from "./payloads/tokenStats.ts";

const mime = "application/vnd.tokenwise.token-stats.v1+json";

/** The payload with other largest |values| before the first layer. */
function withLargest(values: readonly number[]): TokenStatsPayload {
  const payload = tokenStatsPayload({ layers: 1 });
  const layer = payload.layers[0]!;
  return { ...payload, layers: [{ ...layer, before: { ...layer.before, maxAbs: packed(values, [1, 7]) } }] };
}

describe("token statistics", () => {
  it("explain the dashed line by its sum", () => {
    const text = plainText(mime, tokenStatsPayload({ layers: 1 }));
    const [, pooled, ofVariances, ofMeans] =
      /one variance ([\d.]+) for the whole sequence \(mean of variances ([\d.]+) \+ variance of means ([\d.]+)\)/.exec(
        text,
      )!;
    assert.ok(Math.abs(Number(pooled) - Number(ofVariances) - Number(ofMeans)) < 0.002);
  });

  it("name outlier tokens and their channel, and only those", () => {
    const [text, plain] = [withLargest([900, 2, 3, 2, 2, 3, 2]), withLargest([19, 2, 3, 2, 2, 3, 2])].map(
      (payload) => plainText(mime, payload),
    );
    assert.match(
      text!,
      /Outliers: token 0 "The" reaches \|900\| in channel \d+, 450 times the median token\./,
    );
    assert.doesNotMatch(plain!, /Outliers/);
  });

  it("take the number of tokens from the statistics where the tokens have no text", () => {
    const text = plainText(mime, { ...tokenStatsPayload(), tokens: [[]] });
    assert.match(text, /1 sequence of 7 tokens/);
    assert.match(text, /\n6 6 /);
  });

  it("show a deep model as layers x tokens, and say which layers are not drawn", () => {
    const svg = figure(mime, tokenStatsPayload({ layers: 30 }))!;
    assert.match(svg, />variance before, all layers</);
    assert.match(svg, />… 26 more layers not drawn here …</);
  });

  it("turn a scale logarithmic where variances span more than two decades", () => {
    const payload = tokenStatsPayload({ layers: 1 });
    const layer = payload.layers[0]!;
    const variance = packed([1e-4, 1, 2, 3, 4, 5, 6], [1, 7]);
    const wide = { ...payload, layers: [{ ...layer, before: { ...layer.before, variance } }] };
    assert.match(figure(mime, wide)!, />variance \(log scale\)</);
    assert.doesNotMatch(figure(mime, payload)!, /log scale/);
  });

  it("mark outlier tokens over the chart", () => {
    const marks = (payload: TokenStatsPayload) => figure(mime, payload)!.split("l-5 -9h10z").length - 1;
    // One in the legend, one over each of the two panels, and one at the channel of scale and shift.
    assert.equal(marks(withLargest([900, 2, 3, 2, 2, 3, 2])), 4);
    assert.equal(marks(withLargest([19, 2, 3, 2, 2, 3, 2])), 0);
  });

  it("name the token whose value a cell of the map shows", () => {
    const values = [1, -5, 3, Number.NaN, 2, Number.NaN];
    assert.deepEqual(largestAt(values, 0, 3), { index: 1, value: -5 });
    assert.deepEqual(largestAt(values, 3, 2), { index: 4, value: 2 });
    assert.deepEqual(largestAt(values, 2, 1), { index: 2, value: 3 });
    assert.equal(largestAt(values, 5, 4).index, 5);
  });
});
