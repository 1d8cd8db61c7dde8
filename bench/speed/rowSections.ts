import { nn, noGrad, randn } from "../../src/core/index.ts";
import { contender, digits, interleave, table, type Contender } from "./measure.ts";
import { layerNormModel, softmaxModel } from "./onnxModels.ts";
import { exports, kernels, placed, randomArray } from "./ours.ts";
import { jaxLayerNorm, jaxSoftmax, onnxContenders, tfLayerNorm, tfSoftmax } from "./peers.ts";
import { plainLayerNorm, plainSoftmax } from "./plain.ts";
import type { Torch } from "./torch.ts";

const layerNorm = { eps: 1e-5, centered: true };
const sizes = [
  [16, 64], [16, 768], [1024, 256], [1024, 768], [1024, 4096], [8192, 768], [8192, 4096],
] as const; // prettier-ignore

/** A table of bandwidths (one read and one write of the tensor) and of how many times faster the first contender is. */
async function bandwidths(
  contendersFor: (rows: number, columns: number) => Promise<Contender[]>,
  chosen: readonly (readonly [number, number])[] = sizes,
): Promise<string> {
  const speeds: string[][] = [];
  const ratios: string[][] = [];
  let names: string[] = [];
  for (const [rows, columns] of chosen) {
    const times = await interleave(await contendersFor(rows, columns));
    names = [...times.keys()];
    const ours = times.get(names[0]!)!;
    const size = `${rows} x ${columns}`;
    speeds.push([size, ...names.map((name) => digits((8 * rows * columns) / times.get(name)! / 1e6))]);
    ratios.push([size, ...names.map((name) => digits(times.get(name)! / ours))]);
  }
  return [
    `GB/s:\n\n${table(["rows x C", ...names], speeds)}`,
    `How many times faster ${names[0]} is:\n\n${table(["rows x C", ...names], ratios)}`,
  ].join("\n\n");
}

export async function layerNormSection(torch: Torch | null): Promise<string> {
  const text = await bandwidths(async (rows, columns) => {
    const length = rows * columns;
    const [x, weight, bias, out, shifted] = placed(length, columns, columns, length, length) as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ];
    x.set(randomArray(length));
    shifted.set(x.map((value) => value + 3));
    weight.fill(1);
    const [plainX, plainOut] = [randomArray(length), new Float32Array(length)];
    const [plainWeight, plainBias] = [weight.slice(), bias.slice()];
    const norm = new nn.LayerNorm(columns);
    const tensor = randn([rows, columns]);
    return [
      contender("kernel", () => kernels.normalize(x, columns, layerNorm, weight, bias, out)),
      contender("rows off zero", () => kernels.normalize(shifted, columns, layerNorm, weight, bias, out)),
      contender("norm.forward(x)", () => noGrad(() => norm.forward(tensor))),
      contender("copy", () => out.set(x)),
      contender("copy in a loop", () => exports.scale(x.byteOffset, 1, length, out.byteOffset)),
      contender("plain loops", () => plainLayerNorm(plainX, columns, plainWeight, plainBias, plainOut)),
      ...(torch ? [torch.contender("PyTorch", "layer_norm", rows, columns)] : []),
      ...(await onnxContenders(layerNormModel(rows, columns))),
      tfLayerNorm(rows, columns),
      jaxLayerNorm(rows, columns),
    ];
  });
  return `## LayerNorm forward\n\n${text}`;
}

export async function otherRowsSection(torch: Torch | null): Promise<string> {
  const chosen = [[1024, 64], [1024, 768], [8192, 768], [16, 64]] as const; // prettier-ignore
  const from = (name: string, work: string, rows: number, columns: number) =>
    torch ? [torch.contender(name, work, rows, columns)] : [];
  const arrays = (length: number, columns: number) => {
    type Four = [Float32Array, Float32Array, Float32Array, Float32Array];
    const [x, grad, out, weight] = placed(length, length, length, columns) as Four;
    x.set(randomArray(length));
    grad.set(randomArray(length));
    return [x, grad, out, weight.fill(1)] as const;
  };
  const rms = await bandwidths(async (rows, columns) => {
    const [x, , out, weight] = arrays(rows * columns, columns);
    const how = { eps: 1e-5, centered: false };
    return [
      contender("RMSNorm", () => kernels.normalize(x, columns, how, weight, null, out)),
      ...from("PyTorch", "rms_norm", rows, columns),
    ];
  }, chosen);
  const softmax = await bandwidths(async (rows, columns) => {
    const [x, , out] = arrays(rows * columns, columns);
    const [plainX, plainOut] = [randomArray(x.length), new Float32Array(x.length)];
    return [
      contender("softmax", () => kernels.softmax(x, columns, out)),
      contender("plain loops", () => plainSoftmax(plainX, columns, plainOut)),
      ...from("PyTorch", "softmax", rows, columns),
      ...(await onnxContenders(softmaxModel(rows, columns))),
      tfSoftmax(rows, columns),
      jaxSoftmax(rows, columns),
    ];
  }, chosen);
  const backward = await bandwidths(async (rows, columns) => {
    const [x, grad, out, weight] = arrays(rows * columns, columns);
    const gradients = { x: out, weight: new Float32Array(columns), bias: new Float32Array(columns) };
    return [
      contender("LayerNorm backward", () =>
        kernels.normalizeGradient(x, grad, columns, layerNorm, weight, gradients),
      ),
      ...from("PyTorch", "layer_norm_backward", rows, columns),
    ];
  }, chosen);
  return `## RMSNorm, softmax and LayerNorm backward\n\n${[rms, softmax, backward].join("\n\n")}`;
}
