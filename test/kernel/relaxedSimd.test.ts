import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { multipliesAndAdds } from "../../src/kernel/relaxedSimd.ts";
import { loadSimdKernels } from "../../src/kernel/simd.ts";
import { compile, instantiate } from "../../src/kernel/simdModule.ts";

const dist = resolve(import.meta.dirname, "../../dist");

describe("relaxed SIMD", () => {
  const exports = instantiate(compile(resolve(dist, "kernels.relaxed.wasm"))!);

  it("is used on every Node that is supported", () => {
    assert.equal(loadSimdKernels(dist)?.name, "relaxed simd");
  });

  it("is used where it multiplies and adds in the right order only", () => {
    assert.ok(multipliesAndAdds(exports));
    const { memory } = exports;
    const swapped: typeof exports = {
      ...exports,
      // x + x (-(1 + 2^-11)) instead of x x - (1 + 2^-11)
      multiply: (a, b, m, k, n, out) =>
        void new Float32Array(memory.buffer, out, m * n).fill(-(2 ** -11) - 2 ** -23),
    };
    assert.ok(!multipliesAndAdds(swapped));
  });

  it("is on while the kernels are compiled, and not for anything else", () => {
    const bytes = readFileSync(resolve(dist, "kernels.relaxed.wasm"));
    const before = WebAssembly.validate(bytes);
    assert.ok(compile(resolve(dist, "kernels.relaxed.wasm")));
    assert.equal(WebAssembly.validate(bytes), before);
  });
});
