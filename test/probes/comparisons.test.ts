import assert from "node:assert/strict";
import { permission } from "../../src/probes/influence/allowed.ts";
import type { Allowed } from "../../src/probes/influence/allowed.ts";
import { designComparisons, spread } from "../../src/probes/influence/comparisons.ts";

const tokens = (count: number) => Array.from({ length: count }, (_, token) => token);
const design = (allowed: Allowed, count: number) =>
  designComparisons(permission(allowed, count, count), tokens(count), count);

/** Every pair that must not be read is tested by a run that replaces the one and compares the other, and no other pair is. */
function assertComplete(allowed: Allowed, count: number): void {
  const { mayRead } = permission(allowed, count, count);
  const tested = new Set<number>();
  for (const { replaced, compared } of design(allowed, count).comparisons)
    for (const to of compared)
      for (const from of replaced) {
        assert.ok(!mayRead(to, from), `token ${to} may read token ${from}`);
        tested.add(to * count + from);
      }
  for (const to of tokens(count))
    for (const from of tokens(count)) assert.ok(mayRead(to, from) || tested.has(to * count + from));
}

describe("the runs that test every pair", () => {
  for (const count of [2, 3, 5, 64, 100])
    for (const allowed of ["none", "causal", "shifted"] as const)
      it(`are complete for "${allowed}" with ${count} tokens`, () => assertComplete(allowed, count));

  it("are complete for a table", () => {
    assertComplete(
      tokens(7).map((to) => tokens(7).map((from) => from <= to || (to < 3 && from < 3))),
      7,
    );
  });

  it("are 2 ceil(log2 N) for token independence, 20 at N = 1,024", () => {
    for (const [count, runs] of [
      [2, 2],
      [3, 4],
      [64, 12],
      [1000, 20],
      [1024, 20],
    ] as const)
      // prettier-ignore
      assert.equal(design("none", count).comparisons.length, runs);
  });

  it("are all cuts of a causal mask up to N = 256, else 32 with both ends among them", () => {
    assert.deepEqual([design("causal", 256).comparisons.length, design("causal", 256).outOf], [255, null]);
    const { comparisons, outOf } = design("causal", 1000);
    assert.deepEqual([comparisons.length, outOf], [32, 999]);
    assert.deepEqual([comparisons[0]!.replaced[0], comparisons.at(-1)!.replaced[0]], [1, 999]);
  });

  it("are none where every token may read every other", () => {
    assert.deepEqual(design("full", 8).comparisons, []);
  });

  it("spread evenly", () => {
    assert.deepEqual(spread(3, 5), [0, 1, 2]);
    assert.deepEqual(spread(11, 3), [0, 5, 10]);
  });
});
