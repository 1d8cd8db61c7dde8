import { models, noGrad } from "../../src/core/index.ts";
import { contender, digits, interleave, table } from "./measure.ts";
import { randomIds } from "./modelSections.ts";

interface Setting {
  readonly tokens: number;
  readonly channels: number;
  readonly layers: number;
  readonly batch: number;
}

const base: Setting = { tokens: 128, channels: 128, layers: 2, batch: 1 };

/** The slope of log(time) against log(size): least squares. */
export function exponent(points: readonly (readonly [size: number, time: number])[]): number {
  const logs = points.map(([size, time]) => [Math.log(size), Math.log(time)] as const);
  const mean = (axis: 0 | 1) => logs.reduce((sum, one) => sum + one[axis], 0) / logs.length;
  const [x, y] = [mean(0), mean(1)];
  const above = logs.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
  return above / logs.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
}

async function grow(axis: keyof Setting, values: readonly number[]): Promise<string[]> {
  const contenders = values.map((value) => {
    const setting: Setting = { ...base, [axis]: value };
    const { tokens, channels, layers, batch } = setting;
    const model = new models.GPT({
      vocabSize: 64,
      blockSize: tokens,
      nLayer: layers,
      nHead: channels / 32,
      nEmbd: channels,
    });
    const ids = randomIds(batch, tokens, 64);
    return contender(String(value), () => noGrad(() => model.forward(ids)));
  });
  const times = await interleave(contenders, { rounds: 3, atLeast: 300 });
  const points = [...times].map(([value, time]) => [Number(value), time] as const);
  return [
    axis,
    points.map(([value, time]) => `${value}: ${digits(time)}`).join(", "),
    exponent(points).toFixed(2),
    exponent(points.slice(-2)).toFixed(2),
  ];
}

export async function growthSection(): Promise<string> {
  const rows = [
    await grow("tokens", [128, 256, 512, 1024, 2048, 4096]),
    await grow("channels", [64, 128, 256, 512, 1024]),
    await grow("layers", [1, 2, 4, 8]),
    await grow("batch", [1, 2, 4, 8, 16]),
  ];
  return [
    "## How the cost of a forward grows",
    `A causal model of ${base.layers} layers, ${base.tokens} tokens, ${base.channels} channels and batch ${base.batch}, with one of them changed; the exponents are slopes on log axes, over all points and over the last two.`,
    table(["what grows", "value: ms", "exponent", "at the end"], rows),
  ].join("\n\n");
}
