import { kernels } from "../kernels/kernels.ts";
import { NDArray } from "../ndarray.ts";
import { erfc } from "./errorFunction.ts";
import type { Op } from "./op.ts";
import { uniform } from "./sampleInputs.ts";
import { mapArray, type Unary } from "./unary.ts";

export interface GeluAttributes {
  /** "none" is x * Phi(x), exact (BERT); "tanh" is the approximation of GPT-2. */
  readonly approximate: "none" | "tanh";
}

/** Phi, the standard normal distribution function; erfc keeps the digits of its left tail. */
const phi = (x: number) => 0.5 * erfc(-x / Math.SQRT2);
const density = (x: number) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);

const slope = Math.sqrt(2 / Math.PI);
const inner = (x: number) => slope * (x + 0.044715 * x * x * x);

type Form = Unary & Required<Pick<Unary, "derivative">>;

/** Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016. */
const forms: Readonly<Record<GeluAttributes["approximate"], Form>> = {
  none: {
    name: "gelu",
    f: (x) => x * phi(x),
    derivative: (x) => phi(x) + x * density(x),
  },
  tanh: {
    name: "geluTanh",
    f: (x) => 0.5 * x * (1 + Math.tanh(inner(x))),
    derivative(x) {
      const t = Math.tanh(inner(x));
      return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * slope * (1 + 3 * 0.044715 * x * x);
    },
  },
};

export const gelu: Op<GeluAttributes> = {
  name: "gelu",
  shape: ([x]) => x!,
  forward: ([x], { approximate }) => mapArray(forms[approximate], x!),
  saves: [0],
  backward({ grad, input, attributes }) {
    const x = input(0).values();
    const out = NDArray.empty(grad.shape);
    kernels().mapGradient(forms[attributes.approximate], x, x, grad.values(), out.data);
    return [out];
  },
  samples: () =>
    (["none", "tanh"] as const).map((approximate) => ({
      inputs: [uniform([2, 7], 1, -4, 4)],
      attributes: { approximate },
      rows: [0],
    })),
};
