import { callback, checkArgument, checkOptions, finite } from "../arguments.ts";
import { rand, randn, zeros } from "../creation.ts";
import { checkShape, type Shape } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

let skipping = false;

/** Makes modules whose weights are loaded right after: they start as zeros, which costs nothing. */
export function withoutInit<T>(make: () => T): T {
  checkArgument("withoutInit", "make", make, callback);
  const before = skipping;
  skipping = true;
  try {
    return make();
  } finally {
    skipping = before;
  }
}

/** Uniform between low and high. */
export function uniform(shape: Shape, low = 0, high = 1): Tensor {
  if (skipping) return zeros(shape);
  return rand(shape).writeData((values) => {
    for (let i = 0; i < values.length; i++) values[i] = low + (high - low) * values[i]!;
  });
}

/** Normal with the given mean and standard deviation. */
export function normal(shape: Shape, mean = 0, std = 1): Tensor {
  if (skipping) return zeros(shape);
  return randn(shape).writeData((values) => {
    for (let i = 0; i < values.length; i++) values[i] = mean + std * values[i]!;
  });
}

/** Uniform in ±gain sqrt(6 / (in + out)) for a matrix [out, in] (Glorot and Bengio, 2010). */
export function xavierUniform(shape: Shape, options: { gain?: number } = {}): Tensor {
  const { gain = 1 } = checkOptions("xavierUniform", options, { gain: finite });
  const [fanOut, fanIn] = fans(shape);
  const bound = gain * Math.sqrt(6 / (fanIn + fanOut));
  return uniform(shape, -bound, bound);
}

/** Normal with variance gain² 2 / (in + out) for a matrix [out, in] (Glorot and Bengio, 2010). */
export function xavierNormal(shape: Shape, options: { gain?: number } = {}): Tensor {
  const { gain = 1 } = checkOptions("xavierNormal", options, { gain: finite });
  const [fanOut, fanIn] = fans(shape);
  return normal(shape, 0, gain * Math.sqrt(2 / (fanIn + fanOut)));
}

/** Uniform with variance 2 / in for a matrix [out, in] in front of a ReLU (He et al., 2015). */
export function kaimingUniform(shape: Shape): Tensor {
  const bound = Math.sqrt(6 / fans(shape)[1]);
  return uniform(shape, -bound, bound);
}

function fans(shape: Shape): [fanOut: number, fanIn: number] {
  checkShape("init", shape);
  if (shape.length < 2)
    throw new RangeError(`init: a matrix [out, in] is needed, not shape [${shape.join(", ")}].`);
  const receptive = shape.slice(2).reduce((size, length) => size * length, 1);
  return [shape[0]! * receptive, shape[1]! * receptive];
}
