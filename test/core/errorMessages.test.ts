import assert from "node:assert/strict";
import {
  concat,
  functional as F,
  oneHot,
  randn,
  ShapeError,
  stack,
  tensor,
  zeros,
} from "../../src/core/index.ts";

const x = randn([2, 3]);
const untyped = (value: unknown) => value as never;

/** What each error says: who refused, the shapes that were given, and where they differ. */
const cases: [run: () => unknown, message: string][] = [
  [() => x.reshape([-1, -1]), "reshape: shape [-1, -1] leaves more than one length open with -1"],
  [() => x.reshape([-1, -2]), "reshape: -2 in shape [-1, -2] is not a length"],
  [() => x.reshape([-1, 0]), "reshape: [2, 3] has 6 elements, [-1, 0] does not fit"],
  [() => F.linear(x, randn([3])), "linear: weight must be [out, in], not [3] (input [2, 3])"],
  [
    () => F.linear(x, randn([4, 2])),
    "linear: the last axis of the input [2, 3] must have the length of the last axis of weight [4, 2]",
  ],
  [() => x.add(randn([2, 4])), "add: shapes [2, 3] and [2, 4] do not broadcast (axis 1: 3 and 4)"],
  [() => x.add(randn([5, 2, 4])), "add: shapes [2, 3] and [5, 2, 4] do not broadcast (axis -1: 3 and 4)"],
  [() => x.expand([3, 3]), "expand: shapes [2, 3] and [3, 3] do not broadcast (axis 0: 2 and 3)"],
  [() => stack([x, zeros([2, 4])]), "stack: shapes [2, 3] and [2, 4] differ (axis 1: 3 and 4)"],
  [() => stack([x, zeros([3])]), "stack: shapes [2, 3] and [3] differ (2 and 1 axes)"],
  [() => F.mseLoss(x, zeros([4, 3])), "mseLoss: shapes [2, 3] and [4, 3] differ (axis 0: 2 and 4)"],
  [
    () => concat([x, zeros([3, 9])], 1),
    "concat: shapes [2, 3] and [3, 9] differ beyond axis 1 (axis 0: 2 and 3)",
  ],
  [() => concat([x, untyped(3)]), "concat: tensors must be an array of tensors, not an array with 3 at 1"],
  [
    () => x.maskedFill(zeros([2, 2]), 1),
    "maskedFill: shapes [2, 3] and [2, 2] do not broadcast (axis 1: 3 and 2)",
  ],
  [
    () => x.maskedFill(zeros([4, 2, 3]), 1),
    "maskedFill: mask [4, 2, 3] is larger than shape [2, 3]; expand the tensor to it first",
  ],
  [() => x.maskedFill(untyped(1), 1), "maskedFill: mask must be a tensor, not 1"],
  [() => oneHot(tensor([0, 3]), 3), "oneHot: id 3 is out of range; expected 0 to 2"],
  [
    () => x.gather(1, tensor([[3], [0]])),
    "gather: index 3 is out of range; expected 0 to 2 (axis 1 of shape [2, 3], index of shape [2, 1])",
  ],
  [() => x.gather(1, tensor([0])), "gather: shapes [2, 3] and [1] differ: 2 and 1 axes"],
  [
    () => x.gather(1, zeros([4, 1])),
    "gather: shapes [2, 3] and [4, 1] do not fit beyond axis 1: the index is longer (axis 0: 2 and 4)",
  ],
  [
    () => x.sum(untyped("a")),
    'sum: axis must be a number or an array of numbers, not "a"; the shape is [2, 3]',
  ],
  [() => x.cumsum(untyped(undefined)), "cumsum: axis must be a number, not undefined; the shape is [2, 3]"],
  [() => x.matmul(zeros([4])), "matmul: shapes [2, 3] and [4] do not fit: 3 columns meet 4 rows"],
  [
    () => tensor(untyped(new BigInt64Array(2))),
    "tensor: the data must be numbers, not an object of class BigInt64Array; Float32Array.from(data, Number) converts its bigints",
  ],
  [
    () => tensor(untyped(new DataView(new ArrayBuffer(8)))),
    "tensor: the data must be numbers, not an object of class DataView; new Float32Array(view.buffer) reads its bytes as numbers",
  ],
];

describe("errors name the operation, what was given and where it differs", () => {
  for (const [run, message] of cases) it(message, () => assert.throws(run, { message }));

  it("are ShapeErrors where shapes are wrong", () => {
    assert.throws(() => x.maskedFill(zeros([4, 2, 3]), 1), ShapeError);
    assert.throws(() => F.linear(x, randn([3])), ShapeError);
  });
});
