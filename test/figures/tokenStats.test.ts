import assert from "node:assert/strict";
import { figure, plainText } from "../../src/figures/index.ts";
import { layersMapCell } from "../../src/figures/tokenStats/layersMap.ts";
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

  it("find the layer and token under a point of the map", () => {
    const payload = tokenStatsPayload({ layers: 4 });
    const options = { quantity: "mean", stage: "before", sequence: 0, width: 854, most: 430 } as const;
    // The map is 700 pixels wide from x = 150: 100 for each of the seven tokens, 18 high for each layer.
    assert.deepEqual(layersMapCell(payload, options, { x: 360, y: 40 }), { layer: 2, token: 2 });
    assert.equal(layersMapCell(payload, options, { x: 100, y: 40 }), null);
    assert.equal(layersMapCell(payload, options, { x: 360, y: 80 }), null);
  });
});
