import { contender, digits, interleave, table } from "./measure.ts";
import { matmulModel } from "./onnxModels.ts";
import { helped, kernels, mayBeWide, narrow, randomArray } from "./ours.ts";
import { peaks } from "./peak.ts";
import { jaxMatmul, onnxContenders, tfMatmul } from "./peers.ts";
import { plainMatmul } from "./plain.ts";
import type { Torch } from "./torch.ts";

const sizes = [
  [64, 64, 64], [128, 128, 128], [256, 256, 256], [512, 512, 512], [1024, 1024, 1024], [64, 768, 3072], [1, 768, 3072],
] as const; // prettier-ignore

export async function matmulSection(torch: Torch | null): Promise<string> {
  const speeds: string[][] = [];
  const ratios: string[][] = [];
  let names: string[] = [];
  for (const [m, k, n] of sizes) {
    const [a, b, out] = [randomArray(m * k), randomArray(k * n), new Float32Array(m * n)];
    const left = { data: a, offset: 0, rowStride: k, columnStride: 1 };
    const right = { data: b, offset: 0, rowStride: n, columnStride: 1 };
    const transposed = { data: b, offset: 0, rowStride: 1, columnStride: k };
    const weight = { ...transposed, contents: { owner: b, version: 0 } };
    const times = await interleave([
      contender("a b", () => kernels.matmul(left, right, m, k, n, out)),
      contender("a bᵀ", () => kernels.matmul(left, transposed, m, k, n, out)),
      contender("a bᵀ, b known", () => kernels.matmul(left, weight, m, k, n, out)),
      contender("the same, two threads", () => helped.matmul(left, weight, m, k, n, out), { threads: 2 }),
      ...(mayBeWide ? [contender("a b, 128 bits", () => narrow.matmul(left, right, m, k, n, out))] : []),
      ...(m < 1024 ? [contender("plain loops", () => plainMatmul(a, b, m, k, n, out))] : []),
      ...(torch ? [torch.contender("PyTorch", "matmul", m, k, n)] : []),
      ...(await onnxContenders(matmulModel(m, k, n))),
      tfMatmul(m, k, n),
      jaxMatmul(m, k, n),
    ]);
    if (times.size > names.length) names = [...times.keys()];
    const size = `${m} x ${k} x ${n}`;
    const of = (name: string) => times.get(name) ?? NaN;
    speeds.push([size, ...names.map((name) => digits((2 * m * k * n) / of(name) / 1e6))]);
    ratios.push([size, ...names.map((name) => digits(of(name) / of("a b")))]);
  }
  const peak = await peaks();
  const wide = mayBeWide ? `, ${digits(peak.wide)} where V8 joins two of them in a register of 256 bits` : "";
  return [
    "## Matrix products",
    `The most multiply-adds that WebAssembly reaches on one core in the same run: ${digits(peak.narrow)} GFLOP/s in vectors of 128 bits${wide}.`,
    `GFLOP/s, operands and result in ordinary arrays; b known to be what it was before, as a layer's weight is, stays packed where a has up to 256 rows:\n\n${table(["m x k x n", ...names], speeds)}`,
    `How many times faster a b is:\n\n${table(["m x k x n", ...names], ratios)}`,
  ].join("\n\n");
}
