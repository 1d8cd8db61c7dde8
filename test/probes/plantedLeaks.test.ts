import assert from "node:assert/strict";
import { manualSeed, randn } from "../../src/core/index.ts";
import { assertTokenIndependent, TokenDependenceError } from "../../src/probes/index.ts";
import { independent, leaking, overBatch } from "./plantedNorms.ts";

const sizes = [
  { tokens: 2, channels: 16 },
  { tokens: 64, channels: 16 },
  { tokens: 1024, channels: 8 },
];
const magnitudes = [1e-3, 1, 1e3];

describe("planted leaks", () => {
  for (const { tokens, channels } of sizes)
    for (const magnitude of magnitudes) {
      const sample = () => {
        manualSeed(tokens);
        return randn([2, tokens, channels]).mul(magnitude);
      };
      for (const { name, f } of leaking)
        it(`${name} at N = ${tokens}, magnitude ${magnitude} is found`, () => {
          assert.throws(() => assertTokenIndependent(f, sample()), isTokenLeak(tokens));
        });
      for (const { name, f } of independent)
        it(`${name} at N = ${tokens}, magnitude ${magnitude} is no false alarm`, () => {
          assertTokenIndependent(f, sample());
        });
      it(`${overBatch.name} at N = ${tokens}, magnitude ${magnitude} reads sequences, not tokens`, () => {
        assert.throws(
          () => assertTokenIndependent(overBatch.f, sample()),
          (error: TokenDependenceError) => error instanceof TokenDependenceError && error.axis === "batch",
        );
      });
    }
});

function isTokenLeak(tokens: number) {
  return (error: unknown): boolean => {
    assert.ok(error instanceof TokenDependenceError, String(error));
    assert.equal(error.axis, "token");
    assert.notEqual(error.from, error.to);
    assert.ok(error.from >= 0 && error.from < tokens && error.to >= 0 && error.to < tokens);
    return true;
  };
}
