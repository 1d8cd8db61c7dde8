import { tensor } from "../../core/index.ts";
import type { Tensor } from "../../core/index.ts";
import { axisBlocks } from "../axisBlocks.ts";
import { ProbeRandom } from "../probeRandom.ts";
import { spread } from "./comparisons.ts";
import type { Comparison } from "./comparisons.ts";
import type { FoundLeak } from "./foundLeak.ts";
import type { ProbeRun } from "./probeRun.ts";
import { withGraph } from "./recordedGraph.ts";

/** More comparisons than this are sampled: each costs about three forwards. */
const mostPasses = 16;

export interface GradientWitness {
  readonly passes: number;
  readonly leak: FoundLeak | null;
}

/**
 * The second witness: the gradient of a random combination of the compared output tokens with respect to the replaced input
 * tokens must be exactly zero. It sees a leak that rounding hides from the bits; it is blind to detached statistics.
 * (The gradient of the plain sum is wrong here: the outputs of a LayerNorm sum to a constant.)
 * Gives null for ids, and where the output has no gradient.
 */
export function gradientWitness(run: ProbeRun, comparisons: readonly Comparison[]): GradientWitness | null {
  if (run.layout.ids !== null) return null;
  const tried = spread(comparisons.length, mostPasses).map((index) => comparisons[index]!);
  for (const [pass, { replaced, compared }] of tried.entries()) {
    const gradient = gradientOf(run, compared);
    if (gradient === null) return null;
    const from = steepest(run, gradient, replaced);
    if (from !== null)
      return {
        passes: pass + 1,
        leak: { replaced: [from], to: reader(run, compared, from), amount: null, magnitude: 0 },
      };
  }
  return { passes: tried.length, leak: null };
}

/** Gradient of a random combination of some output tokens with respect to x. */
function gradientOf(run: ProbeRun, outputs: readonly number[]): Float32Array | null {
  return withGraph(run, (leaf, output) => {
    if (!output.requiresGrad) return null;
    output.backward(cotangent(run, outputs));
    return leaf.grad?.data ?? null;
  });
}

function cotangent(run: ProbeRun, outputs: readonly number[]): Tensor {
  const { inner, size } = run.outputBlocks;
  const random = new ProbeRandom(run.base.length);
  const wanted = new Set(outputs);
  const data = run.base.map((_, i) => (wanted.has(Math.floor(i / inner) % size) ? random.normal() : 0));
  return tensor(data, [...run.outputShape]);
}

/** The input token with the largest gradient among `tokens`; null where all are exactly zero. */
function steepest(run: ProbeRun, gradient: Float32Array, tokens: readonly number[]): number | null {
  const { inner, size } = axisBlocks(run.x.shape, run.layout.tokenAxis);
  const largest = new Float64Array(size);
  gradient.forEach((value, i) => {
    const token = Math.floor(i / inner) % size;
    largest[token] = Math.max(largest[token]!, Number.isNaN(value) ? 0 : Math.abs(value));
  });
  const reached = tokens.filter((token) => largest[token]! > 0);
  return reached.length === 0
    ? null
    : reached.reduce((most, token) => (largest[token]! > largest[most]! ? token : most));
}

/** Narrows the output tokens down to one whose gradient reaches `from`. */
function reader(run: ProbeRun, outputs: readonly number[], from: number): number {
  if (outputs.length === 1) return outputs[0]!;
  const middle = outputs.length >> 1;
  const [first, second] = [outputs.slice(0, middle), outputs.slice(middle)];
  const gradient = gradientOf(run, first);
  return reader(run, gradient !== null && steepest(run, gradient, [from]) === from ? first : second, from);
}
