import assert from "node:assert/strict";
import fc from "fast-check";
import { arange, concat, narrow, ones, randn, split, stack, zeros } from "../../../src/core/index.ts";

const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 });
const withAxis = shapes.chain((shape) =>
  fc.record({ shape: fc.constant(shape), axis: fc.integer({ min: -shape.length, max: shape.length - 1 }) }),
);

describe("joining and cutting", () => {
  it("concat undoes split, for parts of any length along any axis", () => {
    fc.assert(
      fc.property(withAxis, fc.integer({ min: 1, max: 5 }), ({ shape, axis }, length) => {
        const x = randn(shape);
        const parts = split(x, length, axis);
        const own = shape.at(axis)!;
        assert.deepEqual(
          parts.map((part) => part.shape.at(axis)),
          Array.from({ length: Math.ceil(own / length) }, (_, i) => Math.min(length, own - i * length)),
        );
        assert.deepEqual(concat(parts, axis).toArray(), x.toArray());
        const lengths = parts.map((part) => part.shape.at(axis)!);
        assert.deepEqual(concat(split(x, lengths, axis), axis).toArray(), x.toArray());
      }),
    );
  });

  it("stack puts tensors along a new axis, where slicing finds them again", () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 1, max: 3 }), (shape, count) => {
        for (let axis = -shape.length - 1; axis <= shape.length; axis++) {
          const parts = Array.from({ length: count }, () => randn(shape));
          const stacked = stack(parts, axis);
          const place = axis < 0 ? axis + shape.length + 1 : axis;
          assert.deepEqual(stacked.shape, shape.toSpliced(place, 0, count));
          parts.forEach((part, i) => {
            const found = stacked.slice(...new Array<null>(place).fill(null), i);
            assert.deepEqual(found.toArray(), part.toArray());
          });
        }
      }),
      { numRuns: 30 },
    );
  });

  it("split and narrow are views", () => {
    const x = arange(6).reshape([2, 3]);
    const [left, right] = split(x, [1, 2], 1);
    x.data[1] = 10;
    assert.deepEqual(left!.toArray(), [[0], [3]]);
    assert.deepEqual(right!.toArray(), [
      [10, 2],
      [4, 5],
    ]);
    const row = narrow(x, 0, 1, 1);
    x.data[3] = 30;
    assert.deepEqual(row.toArray(), [[30, 4, 5]]);
    assert.deepEqual(narrow(x, -1, 1, 0).shape, [2, 0]);
  });

  it("gradients go to each part", () => {
    const [a, b] = [zeros([2, 1], { requiresGrad: true }), zeros([2, 2], { requiresGrad: true })];
    concat([a, b], 1).backward(arange(6).reshape([2, 3]));
    assert.deepEqual(a.grad!.toArray(), [[0], [3]]);
    assert.deepEqual(b.grad!.toArray(), [
      [1, 2],
      [4, 5],
    ]);
    const x = zeros([3], { requiresGrad: true });
    const [first, , last] = split(x, 1);
    first!.mul(2).add(last!.mul(5)).backward();
    assert.deepEqual(x.grad!.toArray(), [2, 0, 5]);
  });

  const x = ones([2, 3]);
  const refused: [name: string, run: () => unknown, message: RegExp][] = [
    ["concat of nothing", () => concat([]), /concat: needs at least one tensor/],
    [
      "concat of other lengths",
      () => concat([x, ones([3, 3])], 1),
      /concat: shapes \[2, 3\] and \[3, 3\] differ beyond axis 1/,
    ],
    ["concat along no axis", () => concat([x], 2), /concat: axis 2 is out of range for shape \[2, 3\]/],
    ["stack of other shapes", () => stack([x, ones([3])]), /stack: shapes \[2, 3\] and \[3\] differ/],
    [
      "split into too much",
      () => split(x, [1, 1], 1),
      /split: lengths \[1, 1\] do not add up to axis 1 of \[2, 3\]/,
    ],
    [
      "narrow beyond the end",
      () => narrow(x, 1, 2, 2),
      /narrow: 2 to 4 is out of range for axis 1 of shape \[2, 3\]/,
    ],
  ];
  for (const [name, run, message] of refused) it(`refuses ${name}`, () => assert.throws(run, message));
});
