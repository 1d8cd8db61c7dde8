import assert from "node:assert/strict";
import { assertClose } from "../closeTo.ts";
import { buildLayer, reference, runLayer, unpack, unpackAll } from "./layerCases.ts";

/** Float32 results against PyTorch in float64: a few roundings of 6e-8 each. */
const tolerance = 2e-6;

describe("layers agree with PyTorch", () => {
  for (const layerCase of reference.cases) {
    it(layerCase.name, () => {
      const module = buildLayer(layerCase);
      const isIds = layerCase.layer === "Embedding";
      const inputs = layerCase.inputs.map(unpack);
      if (!isIds) for (const input of inputs) input.requiresGrad = true;

      const outputs = runLayer(module, layerCase, inputs);
      assert.equal(outputs.length, layerCase.outputs.length);
      layerCase.outputs.forEach((expected, i) => {
        assert.deepEqual(outputs[i]!.shape, expected.shape);
        assertClose(outputs[i]!.data, unpack(expected).data, tolerance, `output ${i}`);
      });

      outputs[0]!.backward(unpack(layerCase.cotangent));
      layerCase.inputGradients.forEach((expected, i) => {
        if (expected)
          assertClose(inputs[i]!.grad!.data, unpack(expected).data, tolerance, `gradient of input ${i}`);
      });
      const gradients = unpackAll(layerCase.gradients);
      for (const [name, parameter] of module.namedParameters())
        assertClose(parameter.grad!.data, gradients[name]!.data, tolerance, `gradient of ${name}`);
      const buffers = unpackAll(layerCase.buffers);
      for (const [name, buffer] of module.namedBuffers())
        assertClose(buffer.data, buffers[name]!.data, tolerance, name);
    });
  }
});
