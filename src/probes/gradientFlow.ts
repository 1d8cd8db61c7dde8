import type { Tensor } from "../core/index.ts";
import { Module } from "../core/index.ts";
import { drawn } from "./drawn.ts";
import type { Drawn } from "./drawn.ts";
import { blockStack, lastWeight } from "./gradient/blockStack.ts";
import { gradientsOf } from "./gradient/gradientsOf.ts";
import { flowPayload } from "./gradient/flowPayload.ts";
import { layerGradients, sumOfSquares } from "./gradient/layerGradients.ts";
import type { LayerGradient } from "./gradient/layerGradients.ts";
import { namedSubjects } from "./namedSubjects.ts";

const mime = "application/vnd.tokenwise.gradient-flow.v1+json";

/** The gradients of one model. */
export interface GradientSeries {
  readonly label: string;
  /** Number of equal blocks in the deepest stack. */
  readonly depth: number;
  readonly loss: number;
  readonly layers: readonly LayerGradient[];
  /** Gradient norm of the last weight matrix of the last block; null where there is none. */
  readonly lastLayer: number | null;
}

/** One line over depth: models whose labels differ in their numbers only ("post-norm 6", "post-norm 12"). */
export interface DepthLine {
  readonly label: string;
  readonly depths: readonly number[];
  readonly gradients: readonly (number | null)[];
}

export interface GradientFlow {
  readonly series: readonly GradientSeries[];
  readonly byDepth: readonly DepthLine[];
  readonly notes: readonly string[];
}

/**
 * The gradient that each layer gets from a loss; for several models the last layer's gradient against depth too. At Xavier
 * initialisation it stays large in post-norm Transformers of any depth and falls as 1 / sqrt(depth) in pre-norm ones, which is why
 * post-norm needs a warm-up (Xiong et al., "On Layer Normalization in the Transformer Architecture", 2020).
 * The models' own gradients, random state and buffers are as before afterwards.
 *
 * @param loss runs the model and gives a scalar, for example `(m) => F.crossEntropy(m.forward(ids), targets)`
 * @throws TypeError where the loss is no scalar tensor with a gradient
 */
export function gradientFlow<M extends Module>(
  models: M | Readonly<Record<string, M>>,
  loss: (model: M) => Tensor,
): GradientFlow & Drawn<typeof mime> {
  const named = namedSubjects(models as never) as [string, M][];
  const series = named.map(([label, model]) => seriesOf(label, model, loss));
  const result: GradientFlow = {
    series,
    byDepth: series.length > 1 ? depthLines(series) : [],
    notes: notesOf(series),
  };
  return drawn(result, mime, () => flowPayload(result));
}

function seriesOf<M extends Module>(label: string, model: M, loss: (model: M) => Tensor): GradientSeries {
  if (!(model instanceof Module)) throw new TypeError(`gradientFlow takes modules; ${label} is none.`);
  const { value, gradients } = gradientsOf(model, () => loss(model));
  const blocks = blockStack(model);
  const last = lastWeight(blocks);
  return {
    label,
    depth: blocks.length,
    loss: value,
    layers: layerGradients(model, gradients, value),
    lastLayer: last === null ? null : Math.sqrt(sumOfSquares(gradients.get(last) ?? null)),
  };
}

function depthLines(series: readonly GradientSeries[]): DepthLine[] {
  const families = new Map<string, GradientSeries[]>();
  for (const one of series) {
    const family = one.label.replace(/[\s,]*\d+\s*(layers?|blocks?)?/g, "").trim() || "models";
    families.set(family, [...(families.get(family) ?? []), one]);
  }
  return [...families].map(([label, members]) => {
    const byDepth = members.sort((a, b) => a.depth - b.depth);
    return {
      label,
      depths: byDepth.map(({ depth }) => depth),
      gradients: byDepth.map(({ lastLayer }) => lastLayer),
    };
  });
}

function notesOf(series: readonly GradientSeries[]): string[] {
  return series.flatMap(({ label, layers, loss }) => {
    if (!Number.isFinite(loss)) return [`${label}: the loss is ${loss}, so its gradients tell nothing.`];
    return (["vanishing", "exploding"] as const).flatMap((mark) => {
      const marked = layers.filter((layer) => layer.mark === mark).map(({ name }) => name);
      if (marked.length === 0) return [];
      const shown =
        marked.slice(0, 5).join(", ") + (marked.length > 5 ? ` and ${marked.length - 5} more` : "");
      return [
        `${label}: the gradient is ${mark} in ${shown} (a thousand times off the layers nearest to the loss or above the weights, or not finite or zero).`,
      ];
    });
  });
}
