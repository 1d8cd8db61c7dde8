// Every sample of every op with a cotangent for its output, as JSON on standard output: what ops.py computes from.
import { uniform } from "../../../src/core/ops/sampleInputs.ts";
import { registry } from "../../../src/core/ops/registry.ts";
import type { NDArray } from "../../../src/core/ndarray.ts";

const plain = (x: NDArray) => ({ shape: x.shape, data: Array.from(x.values()) });

const samples = [...registry].flatMap(([key, op]) =>
  op.samples().map(({ inputs, attributes }, index) => {
    const shape = op.shape(
      inputs.map((input) => input.shape),
      attributes,
    );
    return {
      key,
      index,
      attributes,
      inputs: inputs.map(plain),
      differentiable: op.backward !== undefined,
      cotangent: plain(uniform(shape, 99)),
    };
  }),
);
process.stdout.write(JSON.stringify(samples));
