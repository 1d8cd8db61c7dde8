import assert from "node:assert/strict";
import fc from "fast-check";
import {
  concat,
  functional as F,
  narrow,
  nn,
  randn,
  ShapeError,
  split,
  stack,
  zeros,
} from "../../src/core/index.ts";
import type { Tensor } from "../../src/core/index.ts";

interface Given {
  readonly x: Tensor;
  readonly y: Tensor;
  readonly z: Tensor;
  readonly axis: number;
  readonly other: number;
}

/** Calls that fail for many shapes and axes; `shapes` says whether the shapes, or an axis, must be in the error. */
const calls: Record<string, (given: Given) => unknown> = {
  add: ({ x, y }) => x.add(y),
  div: ({ x, y }) => x.div(y),
  maximum: ({ x, y }) => x.maximum(y),
  matmul: ({ x, y }) => x.matmul(y),
  mean: ({ x, axis, other }) => x.mean([axis, other]),
  var: ({ x, axis }) => x.var(axis),
  max: ({ x, axis }) => x.max(axis),
  argmax: ({ x, axis }) => x.argmax(axis),
  norm: ({ x, axis }) => x.norm(axis),
  softmax: ({ x, axis }) => x.softmax(axis),
  logSoftmax: ({ x, axis }) => x.logSoftmax(axis),
  cumsum: ({ x, axis }) => x.cumsum(axis),
  topk: ({ x, axis }) => x.topk(2, axis),
  gather: ({ x, y, axis }) => x.gather(axis, y.mul(0)),
  transpose: ({ x, axis, other }) => x.transpose(axis, other),
  permute: ({ x, axis, other }) => x.permute([axis, other]),
  reshape: ({ x, y }) => x.reshape(y.shape),
  expand: ({ x, y }) => x.expand(y.shape),
  squeeze: ({ x, axis }) => x.squeeze(axis),
  unsqueeze: ({ x, axis }) => x.unsqueeze(axis),
  flatten: ({ x, axis, other }) => x.flatten(axis, other),
  slice: ({ x, axis, other }) => x.slice(axis, other),
  tril: ({ x }) => x.tril(),
  triu: ({ x }) => x.triu(1),
  diagonal: ({ x, axis, other }) => x.diagonal(axis, other),
  copyFrom: ({ x, y }) => x.copyFrom(y),
  item: ({ x }) => x.item(),
  backward: ({ x, y }) => (x.requiresGrad = true) && x.mul(2).backward(y),
  concat: ({ x, y, axis }) => concat([x, y], axis),
  stack: ({ x, y, axis }) => stack([x, y], axis),
  split: ({ x, axis }) => split(x, [1, 1], axis),
  narrow: ({ x, axis, other }) => narrow(x, axis, Math.abs(other), 1),
  linear: ({ x, y }) => F.linear(x, y),
  layerNorm: ({ x, y }) => F.layerNorm(x, y.shape.length ? y.shape : 1),
  rmsNorm: ({ x }) => F.rmsNorm(x, 3),
  batchNorm: ({ x }) => F.batchNorm(x, null),
  instanceNorm: ({ x }) => F.instanceNorm(x),
  groupNorm: ({ x }) => F.groupNorm(x, 2),
  embedding: ({ x, y }) => F.embedding(x.mul(0), y),
  crossEntropy: ({ x, y }) => F.crossEntropy(x, y.mul(0)),
  mseLoss: ({ x, y }) => F.mseLoss(x, y),
  scaledDotProductAttention: ({ x, y, z }) => F.scaledDotProductAttention(x, y, z),
  MultiheadAttention: ({ x, y, z }) => new nn.MultiheadAttention(2, 1).forward(x, y, z),
  BatchNorm1d: ({ x }) => new nn.BatchNorm1d(3).forward(x),
  InstanceNorm1d: ({ x }) => new nn.InstanceNorm1d(3).forward(x),
  GroupNorm: ({ x }) => new nn.GroupNorm(1, 3).forward(x),
  RotaryEmbedding: ({ x }) => new nn.RotaryEmbedding(2).forward(x),
};

const shape = fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 4 });
const axis = fc.integer({ min: -5, max: 5 });
const given = fc.record({ x: shape, y: shape, z: shape, axis, other: axis });

describe("shapes and axes that do not fit", () => {
  for (const [name, call] of Object.entries(calls))
    it(`${name}: whatever they are, the error names the op and a shape`, () => {
      let refused = 0;
      fc.assert(
        fc.property(given, ({ x, y, z, axis, other }) => {
          try {
            call({ x: randn(x), y: randn(y), z: zeros(z), axis, other });
          } catch (error) {
            refused++;
            const { message } = error as Error;
            assert.ok(error instanceof ShapeError, (error as Error).stack);
            assert.ok(message.startsWith(`${name}:`), message);
            const shapes = [x, y, z].map((lengths) => `[${lengths.join(", ")}]`);
            assert.ok(shapes.some((text) => message.includes(text)) || message.includes("scalar"), message);
          }
        }),
        { numRuns: 120 },
      );
      assert.ok(refused > 0, "some of them are refused");
    });
});
