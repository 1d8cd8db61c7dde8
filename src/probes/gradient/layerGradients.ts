import type { Module, Tensor } from "../../core/index.ts";

export type Mark = "normal" | "vanishing" | "exploding";

/** The gradient that one module's own parameters got. */
export interface LayerGradient {
  readonly name: string;
  readonly kind: string;
  readonly parameters: number;
  /** Euclidean norm over all its parameters. */
  readonly gradient: number;
  /** Root mean square, which does not depend on how many parameters there are. */
  readonly rms: number;
  readonly mark: Mark;
}

/** This many times below or above the layers nearest to the loss counts as vanishing or exploding. */
const farOff = 1e3;

/**
 * A gradient this many times larger than the layer's own numbers (and than 1, for layers that start at zero) explodes wherever it
 * starts: a step of learning rate 1e-3 along it would replace the layer.
 */
const farAboveWeights = 1e3;

/** The part of the layers that counts as nearest to the loss. */
const nearest = 1 / 4;

/**
 * One entry for each module that owns parameters, in the model's order; frozen ones are left out, and parameters that the loss does
 * not reach count as zero. A gradient runs from the loss back to the input: it vanishes or explodes against where it starts, or
 * explodes everywhere against the weights. Without a finite loss there is nothing to mark.
 */
export function layerGradients(
  model: Module,
  gradients: ReadonlyMap<Tensor, Tensor | null>,
  loss: number,
): LayerGradient[] {
  const layers = model.namedModules().flatMap(([path, module]) => {
    const own = module
      .namedParameters()
      .flatMap(([name, parameter]) => (name.includes(".") || !parameter.requiresGrad ? [] : [parameter]));
    const parameters = own.reduce((count, parameter) => count + parameter.size, 0);
    if (parameters === 0) return [];
    const squares = own.reduce((sum, parameter) => sum + sumOfSquares(gradients.get(parameter) ?? null), 0);
    const kind = module.constructor.name;
    const weights = Math.sqrt(own.reduce((sum, parameter) => sum + sumOfSquares(parameter), 0) / parameters);
    const norms = { gradient: Math.sqrt(squares), rms: Math.sqrt(squares / parameters) };
    return [{ layer: { name: path === "" ? kind : path, kind, parameters, ...norms }, weights }];
  });
  const known = layers.map(({ layer }) => layer.rms).filter((rms) => rms > 0 && Number.isFinite(rms));
  const start = medianOf(known.slice(-Math.max(1, Math.round(known.length * nearest))));
  return layers.map(({ layer, weights }) => ({
    ...layer,
    mark: Number.isFinite(loss) ? markOf(layer.rms, start, weights) : "normal",
  }));
}

export function sumOfSquares(tensor: Tensor | null): number {
  let sum = 0;
  for (const value of tensor?.data ?? []) sum += value * value;
  return sum;
}

function markOf(rms: number, start: number, weights: number): Mark {
  const isFarAboveWeights = rms > Math.max(1, weights) * farAboveWeights;
  if (!Number.isFinite(rms) || rms > start * farOff || isFarAboveWeights) return "exploding";
  return rms < start / farOff || rms === 0 ? "vanishing" : "normal";
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
