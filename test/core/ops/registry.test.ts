import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { NDArray } from "../../../src/core/ndarray.ts";
import type { Op, Sample } from "../../../src/core/ops/op.ts";
import { registry } from "../../../src/core/ops/registry.ts";
import { uniform } from "../../../src/core/ops/sampleInputs.ts";
import { Tensor } from "../../../src/core/tensor.ts";
import { assertClose } from "../closeTo.ts";

interface Reference {
  readonly key: string;
  readonly index: number;
  readonly output: (number | null)[];
  readonly gradients?: (number[] | null)[];
}

const reference = JSON.parse(readFileSync("test/core/reference/fixtures/ops.json", "utf8")) as {
  samples: Reference[];
};

function run(op: Op, sample: Sample<object>, inputs: readonly NDArray[] = sample.inputs): NDArray {
  return op.forward(inputs, sample.attributes, shapeOf(op, sample, inputs));
}

function shapeOf(op: Op, sample: Sample<object>, inputs = sample.inputs): readonly number[] {
  return op.shape(
    inputs.map((input) => input.shape),
    sample.attributes,
  );
}

/** Output and gradients as a user gets them, for the cotangent that the reference values were made with. */
function differentiate(op: Op, sample: Sample<object>, wants: (index: number) => boolean) {
  const inputs = sample.inputs.map((input, i) => new Tensor(input, { requiresGrad: wants(i) }));
  const output = Tensor.run(op, inputs, sample.attributes);
  output.backward(new Tensor(uniform(output.shape, 99)));
  return inputs.map((input) => input.grad);
}

/** The same numbers in memory that is neither contiguous nor at its start: every other element, last axis first. */
function scattered(x: NDArray): NDArray {
  const axes = x.shape.map((_, axis) => x.rank - 1 - axis);
  const reversed = x.permute(axes).copy();
  const wide = new Float32Array(reversed.size * 2 + 1).fill(NaN);
  reversed.data.forEach((value, i) => (wide[2 * i + 1] = value));
  const strides = reversed.strides.map((stride) => 2 * stride);
  return new NDArray(NDArray.from(wide, [wide.length]).storage, reversed.shape, strides, 1).permute(axes);
}

describe("op registry", () => {
  it("holds every file of an op", () => {
    const files = readdirSync("src/core/ops").filter((file) => {
      const text = readFileSync(`src/core/ops/${file}`, "utf8");
      return /^export const \w+(: Op\b.*)? = (\w+Op\(|pairwiseExtreme\(|\{\n {2}name:)/m.test(text);
    });
    assert.deepEqual(files.map((file) => file.replace(".ts", "")).sort(), [...registry.keys()].sort());
  });

  for (const [key, op] of registry) {
    describe(key, () => {
      const samples = op.samples();

      it("has samples", () => assert.ok(samples.length > 0));

      samples.forEach((sample, index) => {
        const known = reference.samples.find((one) => one.key === key && one.index === index);

        it(`sample ${index}: the shape rule says what forward gives`, () => {
          assert.deepEqual(run(op, sample).shape, shapeOf(op, sample));
        });

        it(`sample ${index}: views give the same bits as contiguous inputs`, () => {
          const fromViews = run(op, sample, sample.inputs.map(scattered));
          assert.deepEqual(fromViews.values(), run(op, sample).values());
        });

        it(`sample ${index}: output and gradients agree with PyTorch in float64`, () => {
          assert.ok(known, "no reference value; run test/core/reference/ops.py");
          assertClose(run(op, sample).values(), known.output as number[], 1.2e-7, "output");
          if (!op.backward) return;
          const grads = differentiate(op, sample, (i) => known.gradients![i] !== null);
          known.gradients!.forEach((expected, i) => {
            if (expected) assertClose(grads[i]!.data, expected, 5e-7, `gradient of input ${i + 1}`);
          });
        });

        if (op.backward && sample.smooth !== false) {
          it(`sample ${index}: gradients agree with finite differences`, () => {
            checkFiniteDifferences(op, sample, (i) => known?.gradients?.[i] != null);
          });
        }

        if (op.backward) {
          it(`sample ${index}: one gradient alone is the same as all at once`, () => {
            const wanted = sample.inputs.flatMap((_, i) => (known?.gradients?.[i] == null ? [] : [i]));
            const together = differentiate(op, sample, (i) => wanted.includes(i));
            for (const one of wanted) {
              const alone = differentiate(op, sample, (i) => i === one);
              assert.deepEqual(alone[one]!.data, together[one]!.data);
            }
          });
        }
      });
    });
  }
});

/** Central differences of sum(output * cotangent), summed in float64, for each element of each input. */
function checkFiniteDifferences(op: Op, sample: Sample<object>, wants: (index: number) => boolean): void {
  const grads = differentiate(op, sample, wants);
  const cotangent = uniform(shapeOf(op, sample), 99).data;
  const loss = (inputs: readonly NDArray[]) =>
    run(op, sample, inputs)
      .values()
      .reduce((sum, value, i) => sum + value * cotangent[i]!, 0);
  sample.inputs.forEach((input, which) => {
    if (!wants(which)) return;
    const numeric = Array.from(input.data, (value, i) => {
      const step = Math.max(1, Math.abs(value)) * 2 ** -7;
      const at = (moved: number) => {
        const copy = input.copy();
        copy.data[i] = moved;
        return loss(sample.inputs.map((one, j) => (j === which ? copy : one)));
      };
      return (at(value + step) - at(value - step)) / (2 * step);
    });
    assertClose(grads[which]!.data, numeric, 3e-3, `gradient of input ${which + 1}`);
  });
}
