import { arange, eye, full, linspace, randn, tensor } from "../../../src/core/creation.ts";
import { manualSeed } from "../../../src/core/random/generator.ts";
import type { Tensor } from "../../../src/core/tensor.ts";

/** Tensors of the kinds that people print. */
export function printingSamples(): Tensor[] {
  manualSeed(5);
  return [
    arange(5),
    tensor(3.25),
    tensor(-7),
    randn([2, 3]),
    randn([2, 2, 3]),
    randn([3, 30]),
    eye(3),
    tensor([0.5, 100.25, -3]),
    tensor([1e-7, 1, 2]),
    tensor([1e10, 1.5e10]),
    tensor([1e-12, -3e-12]),
    tensor([1e30, 1e-30, 0]),
    tensor([0.1, 0.25, 0.125]),
    linspace(0, 1, 4),
    full([2, 2], 0.1),
    tensor([123456.789, 0.5]),
    tensor([1000.5, 0.0001]),
    randn([40, 40]),
    randn([1200]).mul(100),
    arange(1001),
    randn([1, 1, 1, 2]),
    tensor([0.99999, 1.00001]),
    tensor([99999.99, 1.5]),
    tensor([17609.467, 20000.5]),
    tensor([0.1, 1234.5678, 100.01]),
    randn([3, 4]).mul(20000),
  ];
}
