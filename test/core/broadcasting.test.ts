import assert from "node:assert/strict";
import fc from "fast-check";
import { broadcastShapes } from "../../src/core/broadcasting.ts";
import { arange, randn } from "../../src/core/creation.ts";
import { where } from "../../src/core/functions/choosing.ts";
import { sizeOf, type Shape } from "../../src/core/shape.ts";
import { Tensor } from "../../src/core/tensor.ts";

/** Element of x at a full index of the broadcast result, by NumPy's rule spelled out. */
function at(x: Tensor, index: readonly number[]): number {
  const own = index.slice(index.length - x.rank).map((i, axis) => (x.shape[axis] === 1 ? 0 : i));
  return x.slice(...own).item();
}

function indicesOf(shape: Shape): number[][] {
  return Array.from({ length: sizeOf(shape) }, (_, flat) => {
    const index: number[] = [];
    for (let axis = shape.length - 1, rest = flat; axis >= 0; axis--) {
      index.unshift(rest % shape[axis]!);
      rest = Math.floor(rest / shape[axis]!);
    }
    return index;
  });
}

/** Two shapes that broadcast: some axes of a common shape are cut off in front or become 1. */
const pairs = fc
  .array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 })
  .chain((shape) => fc.tuple(shrunk(shape), shrunk(shape)));

function shrunk(shape: number[]): fc.Arbitrary<number[]> {
  return fc
    .tuple(fc.nat(shape.length), fc.array(fc.boolean(), { minLength: shape.length, maxLength: shape.length }))
    .map(([cut, ones]) => shape.map((length, axis) => (ones[axis] ? 1 : length)).slice(cut));
}

/** A tensor of the shape in scattered memory half of the time: a transposed, reversed or stretched view. */
function viewOf(shape: Shape, kind: number): Tensor {
  const size = sizeOf(shape);
  const plain = arange(size).add(1).reshape(shape);
  if (kind === 0 || shape.length === 0) return plain;
  const axes = shape.map((_, axis) => shape.length - 1 - axis);
  if (kind === 1) return plain.permute(axes).clone().permute(axes);
  return plain.slice("::-1").clone().slice("::-1");
}

const kind = fc.nat(2);

describe("broadcasting", () => {
  it("agrees with NumPy's rule, element for element, for any two shapes and views", () => {
    fc.assert(
      fc.property(pairs, kind, kind, ([a, b], first, second) => {
        const x = viewOf(a, first);
        const y = viewOf(b, second).mul(100);
        const sum = x.add(y);
        const chosen = where(x.lt(3), x, y);
        const numbers = sum.data;
        indicesOf(sum.shape).forEach((index, flat) => {
          assert.equal(numbers[flat], at(x, index) + at(y, index));
          assert.equal(chosen.data[flat], at(x, index) < 3 ? at(x, index) : at(y, index));
        });
      }),
    );
  });

  it("is symmetric and associative in shapes, and an error names both shapes", () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        assert.deepEqual(broadcastShapes("add", a, b), broadcastShapes("add", b, a));
        assert.deepEqual(
          broadcastShapes("add", broadcastShapes("add", a, b), b),
          broadcastShapes("add", a, b),
        );
      }),
    );
    assert.throws(
      () => broadcastShapes("add", [2, 3], [2]),
      /add: shapes \[2, 3\] and \[2\] do not broadcast/,
    );
    assert.deepEqual(broadcastShapes("add", [0, 1], [3]), [0, 3]);
    assert.throws(() => broadcastShapes("add", [0], [3]));
  });

  it("gives gradients in the inputs' shapes that sum to the upstream's", () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const x = randn(a, { requiresGrad: true });
        const y = randn(b, { requiresGrad: true });
        const sum = x.add(y);
        sum.sum().backward();
        assert.deepEqual([x.grad!.shape, y.grad!.shape], [a, b]);
        assert.equal(x.grad!.sum().item(), sum.size);
        assert.equal(y.grad!.sum().item(), sum.size);
      }),
    );
  });
});

describe("views", () => {
  const shapes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });

  it("permuting and permuting back changes nothing and copies nothing", () => {
    fc.assert(
      fc.property(shapes, fc.infiniteStream(fc.nat()), (shape, keys) => {
        const order = shape
          .map((_, axis) => [[...keys.take(1)][0]!, axis] as const)
          .sort(([a], [b]) => a - b);
        const axes = order.map(([, axis]) => axis);
        const x = randn(shape);
        const there = x.permute(axes);
        const back = there.permute(axes.map((_, axis) => axes.indexOf(axis)));
        assert.equal(back.data, x.data);
        assert.deepEqual(
          there.shape,
          axes.map((axis) => shape[axis]),
        );
      }),
    );
  });

  it("slices show what the elements' indices say, for any start, stop and step", () => {
    const bound = fc.option(fc.integer({ min: -9, max: 9 }));
    fc.assert(
      fc.property(fc.nat(7), bound, bound, fc.integer({ min: -3, max: 3 }), (length, start, stop, step) => {
        if (step === 0) return;
        assert.deepEqual(
          arange(length).slice([start, stop, step]).toArray(),
          pythonSlice(length, start, stop, step),
        );
      }),
      { numRuns: 500 },
    );
  });

  it("reductions over views equal reductions over copies, bit for bit", () => {
    fc.assert(
      fc.property(shapes, kind, fc.nat(), (shape, how, seed) => {
        const x = viewOf(shape, how).mul(1 / 3);
        const axis = seed % shape.length;
        const view = new Tensor(viewOf(shape, how).array);
        assert.deepEqual(view.sum(axis).data, view.clone().sum(axis).data);
        assert.deepEqual(x.var(axis).data, x.clone().var(axis).data);
        assert.deepEqual(view.softmax(axis).clone().data, view.clone().softmax(axis).clone().data);
      }),
    );
  });
});

/** Python's own definition: count from start by step while before stop, after clipping. */
function pythonSlice(length: number, start: number | null, stop: number | null, step: number): number[] {
  const clip = (value: number, low: number, high: number) =>
    Math.min(Math.max(value < 0 ? value + length : value, low), high);
  const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
  const from = start === null ? (step > 0 ? 0 : length - 1) : clip(start, low, high);
  const to = stop === null ? (step > 0 ? length : -1) : clip(stop, low, high);
  const result: number[] = [];
  for (let i = from; step > 0 ? i < to : i > to; i += step) result.push(i);
  return result;
}
