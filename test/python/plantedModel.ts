import { nn, tensor } from "../../src/core/index.ts";
import type { Module, Tensor } from "../../src/core/index.ts";

interface Numbers {
  readonly shape: number[];
  readonly values: number[];
}

/** One step of a planted model, as planted_models.py writes it. */
type Step =
  | { readonly type: "gelu" }
  | { readonly type: "quantise"; readonly levels: number }
  | { readonly type: "residual"; readonly steps: readonly Step[] }
  | { readonly type: "linear"; readonly weight: Numbers; readonly bias: Numbers }
  | { readonly type: "embedding"; readonly weight: Numbers }
  | NormStep
  | StatisticStep
  | AttentionStep;

interface NormStep {
  readonly type: "layerNorm" | "rmsNorm" | "groupNorm" | "instanceNorm" | "batchNorm";
  readonly weight: Numbers;
  readonly bias: Numbers | null;
  readonly runningMean?: Numbers;
  readonly runningVar?: Numbers;
  readonly eps: number;
}

interface StatisticStep {
  readonly type: "statistic";
  readonly axis: number[];
  readonly scale: "std" | "rms" | "none";
  readonly center: boolean;
  readonly detached: boolean;
  readonly eps: number;
}

interface AttentionStep {
  readonly type: "attention";
  /** The first key that a query may not see, counted from its own position; null: all are seen. */
  readonly diagonal: number | null;
  readonly query: Numbers;
  readonly key: Numbers;
  readonly value: Numbers;
  readonly output: Numbers;
}

export interface PlantedModel {
  readonly name: string;
  readonly allowed: "none" | "causal" | "full";
  readonly leaks: boolean;
  readonly training: boolean;
  readonly input: Numbers;
  readonly steps: readonly Step[];
}

type Layer = Module & { forward(x: Tensor): Tensor };

export function plantedTensor({ values, shape }: Numbers): Tensor {
  return tensor(new Float32Array(values), shape);
}

/** The model in its mode; a module's path in it is the same as in planted_probe.py. */
export function plantedModel({ steps, training }: PlantedModel): nn.Sequential {
  return sequence(steps).train(training);
}

function sequence(steps: readonly Step[]): nn.Sequential {
  return new nn.Sequential(...steps.map(build));
}

function build(step: Step): Layer {
  switch (step.type) {
    case "gelu":
      return new nn.GELU();
    case "linear":
      return withWeights(new nn.Linear(step.weight.shape[1]!, step.weight.shape[0]!), step);
    case "embedding":
      return withWeights(new nn.Embedding(step.weight.shape[0]!, step.weight.shape[1]!), step);
    case "statistic":
      return new StatisticNorm(step);
    case "quantise":
      return new Quantiser(step.levels);
    case "attention":
      return new Attention(step);
    case "residual":
      return new Residual(sequence(step.steps));
    default:
      return buildNorm(step);
  }
}

function buildNorm(step: NormStep): Layer {
  const { eps, weight } = step;
  const channels = weight.shape[0]!;
  switch (step.type) {
    case "layerNorm":
      return withWeights(new nn.LayerNorm(weight.shape, { eps }), step);
    case "rmsNorm":
      return withWeights(new nn.RMSNorm(weight.shape, { eps }), step);
    case "batchNorm":
      return new ChannelsFirst(withWeights(new nn.BatchNorm1d(channels, { eps }), step));
    case "groupNorm":
      return new ChannelsFirst(withWeights(new nn.GroupNorm(1, channels, { eps }), step));
    case "instanceNorm":
      return new ChannelsFirst(withWeights(new nn.InstanceNorm1d(channels, { eps, affine: true }), step));
  }
}

function withWeights<M extends Layer>(module: M, step: object): M {
  const stored = step as Record<string, Numbers | null | undefined>;
  for (const [name, target] of [...module.namedParameters(), ...module.namedBuffers()]) {
    const numbers = stored[name];
    if (numbers) target.copyFrom(plantedTensor(numbers));
  }
  return module;
}

/** A norm of [B, C, N] applied to [B, N, C]. */
class ChannelsFirst extends nn.Module {
  readonly norm: Layer;

  constructor(norm: Layer) {
    super();
    this.norm = norm;
  }

  override forward(x: Tensor): Tensor {
    return this.norm.forward(x.transpose(1, 2)).transpose(1, 2);
  }
}

class StatisticNorm extends nn.Module {
  readonly step: StatisticStep;

  constructor(step: StatisticStep) {
    super();
    this.step = step;
  }

  override forward(x: Tensor): Tensor {
    const { axis, scale, center, detached, eps } = this.step;
    const read = detached ? x.detach() : x;
    const mean = read.mean(axis, { keepdims: true });
    const centered = center ? x.sub(mean) : x;
    if (scale === "none") return centered;
    const source = scale === "std" ? read.sub(mean) : read;
    return centered.div(source.square().mean(axis, { keepdims: true }).add(eps).sqrt());
  }
}

/** Rounds x to whole multiples of its largest |value| / levels. */
class Quantiser extends nn.Module {
  readonly levels: number;

  constructor(levels: number) {
    super();
    this.levels = levels;
  }

  override forward(x: Tensor): Tensor {
    const scale = x.abs().max().div(this.levels);
    // Adding and taking off 1.5 * 2 ** 23 rounds a float32 to a whole number, in any framework.
    return x.div(scale).add(12582912).sub(12582912).mul(scale);
  }
}

class Attention extends nn.Module {
  readonly diagonal: number | null;
  readonly query: nn.Parameter;
  readonly key: nn.Parameter;
  readonly value: nn.Parameter;
  readonly output: nn.Parameter;

  constructor(step: AttentionStep) {
    super();
    this.diagonal = step.diagonal;
    this.query = new nn.Parameter(plantedTensor(step.query));
    this.key = new nn.Parameter(plantedTensor(step.key));
    this.value = new nn.Parameter(plantedTensor(step.value));
    this.output = new nn.Parameter(plantedTensor(step.output));
  }

  override forward(x: Tensor): Tensor {
    const [query, key, value] = [x.matmul(this.query), x.matmul(this.key), x.matmul(this.value)];
    const scores = query.matmul(key.transpose(1, 2)).div(Math.sqrt(x.shape[2]!));
    const masked =
      this.diagonal === null ? scores : scores.maskedFill(later(x.shape[1]!, this.diagonal), -Infinity);
    return masked.softmax(-1).matmul(value).matmul(this.output);
  }
}

function later(tokens: number, diagonal: number): Tensor {
  const rows = Array.from({ length: tokens }, (_, to) =>
    Array.from({ length: tokens }, (_, from) => from - to >= diagonal),
  );
  return tensor(rows);
}

class Residual extends nn.Module {
  readonly inner: nn.Sequential;

  constructor(inner: nn.Sequential) {
    super();
    this.inner = inner;
  }

  override forward(x: Tensor): Tensor {
    return x.add(this.inner.forward(x));
  }
}
