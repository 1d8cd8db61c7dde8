import assert from "node:assert/strict";
import { figure } from "../../src/figures/index.ts";
import { honestLossPayload } from "./payloads/honestLoss.ts";

const mime = "application/vnd.tokenwise.honest-loss.v1+json";

describe("the loss by position", () => {
  it("has the tokens to predict along its axis, slanted where they are long, else the positions", () => {
    const payload = honestLossPayload();
    const words = payload.positions.map((position) => `adjective${position}`);
    const slanted = figure(mime, { ...payload, targets: words })!;
    assert.match(slanted, />token to predict</);
    assert.equal(slanted.match(/rotate\(-40 [^"]*">adjective/g)?.length, 2 * words.length);
    const { targets: _, ...bare } = payload;
    const plain = figure(mime, bare)!;
    assert.match(plain, />position in the window</);
    assert.doesNotMatch(plain, /rotate/);
  });

  it("has one scale for all models, and the level of guessing", () => {
    const svg = figure(mime, honestLossPayload())!;
    assert.equal(svg.match(/>guessing: ln V = 3\.30</g)?.length, 2);
    assert.equal(svg.match(/text-anchor="end">6</g)?.length, 2, "both axes end at 6");
  });
});
