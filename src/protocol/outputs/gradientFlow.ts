import * as v from "valibot";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const layer = v.object({
  /** Path of the module that owns the parameters. */
  name: v.string(),
  /** Class of the module. */
  kind: v.string(),
  parameters: count,
  /** Euclidean norm of the gradient of all its parameters; null where it is not finite. */
  gradient: v.nullable(v.number()),
  /** Root mean square over its parameters, which does not depend on their number; null where it is not finite. */
  rms: v.nullable(v.number()),
  mark: v.picklist(["normal", "vanishing", "exploding"]),
});

const series = v.object({
  label: v.string(),
  /** Number of equal blocks in the deepest stack; 0 where there is none. */
  depth: count,
  loss: v.nullable(v.number()),
  layers: v.array(layer),
  /** Gradient norm of the last weight matrix of the last block (Xiong et al., 2020); null where there is none. */
  lastLayer: v.nullable(v.number()),
});

/** Gradients at initialisation or in training: at each layer of a model, and at the last layer of models of several depths. */
export const gradientFlow = v.object({
  series: v.array(series),
  /** The last layer's gradient against depth, one line for each family of labels ("post-norm"); empty for a single model. */
  byDepth: v.array(
    v.object({ label: v.string(), depths: v.array(count), gradients: v.array(v.nullable(v.number())) }),
  ),
  notes: v.array(v.string()),
});

export type GradientFlowPayload = v.InferOutput<typeof gradientFlow>;
export type GradientFlowSeries = GradientFlowPayload["series"][number];
