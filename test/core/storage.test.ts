import assert from "node:assert/strict";
import fc from "fast-check";
import { tensor } from "../../src/core/index.ts";

const wholeGraph = (numbers: readonly number[]) => {
  const x = tensor([...numbers], undefined, { requiresGrad: true });
  const { data } = x;
  return { x, data, loss: x.square().sum() };
};

describe("Writing to data that a graph needs", () => {
  it("is noticed where two signs are flipped", () => {
    const { data, loss } = wholeGraph([1, 2]);
    data[0] = -1;
    data[1] = -2;
    assert.throws(() => loss.backward(), /was written to after/);
  });

  it("is noticed where any elements have their signs flipped, are exchanged or set", () => {
    const numbers = fc.array(fc.float({ noNaN: true }), { minLength: 1, maxLength: 60 });
    const changes = fc.array(
      fc.record({
        how: fc.constantFrom("flip", "exchange", "set"),
        at: fc.nat(),
        to: fc.nat(),
        value: fc.constantFrom(0, 1, -1, 2 ** 64, -(2 ** -64), 3),
      }),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(numbers, changes, (start, steps) => {
        const { data, loss } = wholeGraph(start);
        const before = data.slice();
        for (const { how, at, to, value } of steps) {
          const [i, j] = [at % data.length, to % data.length];
          if (how === "flip") data[i] = -data[i]!;
          else if (how === "set") data[i] = value;
          else [data[i], data[j]] = [data[j]!, data[i]!];
        }
        const changed = data.some((value, i) => !Object.is(value, before[i]));
        if (changed) assert.throws(() => loss.backward(), /was written to after/);
        else loss.backward();
      }),
      { numRuns: 1000 },
    );
  });

  it("is noticed where only signs differ, for every set of signs", () => {
    const start = Array.from({ length: 12 }, (_, i) => i + 1);
    for (let signs = 1; signs < 2 ** 12; signs++) {
      const { data, loss } = wholeGraph(start);
      data.forEach((value, i) => (data[i] = (signs >> i) & 1 ? -value : value));
      assert.throws(() => loss.backward(), /was written to after/, `signs ${signs.toString(2)}`);
    }
  });
});
