import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { functional as F, tensor } from "../../../src/core/index.ts";
import { useKernels } from "../../../src/core/kernels/kernels.ts";
import { scalar } from "../../../src/core/kernels/scalar/index.ts";
import { relativeError } from "../closeTo.ts";
import { allSimdKernels } from "../kernels/loadKernels.ts";

interface Case {
  readonly name: string;
  readonly eps: number;
  readonly shape: readonly number[];
  readonly x: readonly number[];
  readonly weight: readonly number[];
  readonly upstream: readonly number[];
  readonly gradients: Readonly<Record<"x" | "weight" | "bias", readonly number[]>>;
}

/** What reference/layerNormBackward.py writes: PyTorch in float64. */
const { cases } = JSON.parse(
  readFileSync(new URL("./fixtures/layerNormBackward.json", import.meta.url), "utf8"),
) as { readonly cases: readonly Case[] };

const leaf = (numbers: readonly number[], shape: readonly number[]) =>
  tensor(Float32Array.from(numbers), shape, { requiresGrad: true });

for (const kernels of [scalar, ...allSimdKernels]) {
  describe(`LayerNorm's gradients against PyTorch in float64, with ${kernels.name} kernels`, () => {
    let usual = scalar;
    before(() => (usual = useKernels(kernels)));
    after(() => useKernels(usual));

    for (const { name, eps, shape, gradients, ...given } of cases)
      it(name, () => {
        const columns = shape[1]!;
        const x = leaf(given.x, shape);
        const weight = leaf(given.weight, [columns]);
        const bias = leaf(new Array<number>(columns).fill(0), [columns]);
        F.layerNorm(x, columns, weight, bias, eps).backward(leaf(given.upstream, shape));
        for (const [which, tensor] of Object.entries({ x, weight, bias })) {
          const expected = Float32Array.from(gradients[which as keyof typeof gradients]);
          const error = relativeError(tensor.grad!.data, expected);
          assert.ok(error <= 3e-7, `the gradient of ${which} is off by ${error}`);
        }
      });
  });
}
