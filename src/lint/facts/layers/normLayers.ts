import type { Span } from "../../syntax/program.ts";
import { axisArgument, viaOf } from "../operations/reductions.ts";
import type { CallArgument, CallArguments } from "../callArguments.ts";
import { asNumber, itemsOf, number } from "../values.ts";
import type { NormLayer, Reach } from "./layer.ts";

/** Which library a dotted path belongs to, as far as norms differ between them. */
export type Library = "torch" | "keras" | "flax" | "haiku" | "equinox" | "numeric";

export function libraryOf(path: string): Library {
  if (/(^|\.)(keras|tensorflow|tf|tfjs|contrib|slim|tensorflow_addons|tfa)(\.|$)|@tensorflow/.test(path))
    return "keras";
  if (/^flax|(^|\.)(linen|nnx)(\.|$)/.test(path)) return "flax";
  if (/^(haiku|hk)(\.|$)/.test(path)) return "haiku";
  if (/^(equinox|eqx)(\.|$)/.test(path)) return "equinox";
  if (/^(numpy|np|jax|jnp)(\.|$)/.test(path)) return "numeric";
  return "torch";
}

interface Configured {
  readonly reach: Reach;
  readonly argument: CallArgument | null;
}

type Configure = (args: CallArguments, library: Library) => Configured;

/** The norm that a call configures; for a functional one, `args` are those after the tensor. */
export function normLayer(name: string, path: string, args: CallArguments, span: Span): NormLayer | null {
  const library = libraryOf(path);
  const configure = configurations.get(name);
  if (!configure) return null;
  const { reach, argument } = configure(args, library);
  return {
    kind: "norm",
    name,
    reach,
    span,
    axisSpan: argument?.expression.span ?? null,
    via: argument ? viaOf(argument.value) : null,
    functional: false,
    inputs: [],
  };
}

const axesReach = (argument: CallArgument | null, otherwise: readonly number[]): Configured => ({
  reach: { kind: "axes", axis: argument ? axisArgument(argument) : { kind: "indices", indices: otherwise } },
  argument,
});

/** A shape gives the last axes; the slice of an input's shape gives all from its start on. */
function shapeReach(argument: CallArgument | null): Configured {
  const value = argument?.value;
  const items = value ? itemsOf(value) : null;
  if (value?.kind === "shape" && !items) {
    if (value.from < 0) return { reach: trailing(-value.from), argument };
    if (value.from > 0 && value.to === null) return { reach: { kind: "from", axis: value.from }, argument };
    return { reach: { kind: "axes", axis: { kind: "unknown" } }, argument };
  }
  const sizes = items ?? [value ?? number(null)];
  return { reach: { kind: "trailing", sizes: sizes.map(asNumber) }, argument };
}

const trailing = (count: number): Reach => ({
  kind: "trailing",
  sizes: Array.from({ length: count }, () => number(null)),
});

const layerNorm: Configure = (args, library) => {
  if (library === "keras") return axesReach(args.find(0, "axis"), [-1]);
  if (library === "flax") return axesReach(args.find(null, "reduction_axes"), [-1]);
  if (library === "haiku") return axesReach(args.find(0, "axis"), [-1]);
  const shape = args.find(0, "normalized_shape", "normalizedShape", "shape", "dims");
  if (library === "equinox" && shape && !itemsOf(shape.value))
    return { reach: { kind: "axes", axis: { kind: "all" } }, argument: null };
  return shapeReach(shape);
};

const overAxis =
  (otherwise: number, place: number | null = 0): Configure =>
  (args) =>
    axesReach(args.find(place, "axis", "dim"), [otherwise]);

const channelsOf = (args: CallArguments, library: Library): number =>
  library === "torch" || library === "equinox" || library === "numeric"
    ? 1
    : (asNumber(args.value(null, "axis")).value ?? -1);

const pooling =
  (kind: "groups" | "instance" | "batch"): Configure =>
  (args, library) => ({ reach: { kind, channelAxis: channelsOf(args, library) }, argument: null });

const batchKeras: Configure = (args) => ({
  reach: { kind: "batch", channelAxis: asNumber(args.value(0, "axis")).value ?? -1 },
  argument: args.find(0, "axis"),
});

const begins: Configure = (args) => {
  const argument = args.find(null, "begin_norm_axis");
  return { reach: { kind: "from", axis: argument ? (asNumber(argument.value).value ?? -1) : 1 }, argument };
};

const l2: Configure = (args) => {
  const argument = args.find(0, "axis", "dim");
  return { reach: { kind: "axes", axis: axisArgument(argument) }, argument };
};

const configurations: ReadonlyMap<string, Configure> = new Map(
  Object.entries({
    LayerNorm: layerNorm,
    RMSNorm: layerNorm,
    LayerNormalization: overAxis(-1),
    RMSNormalization: overAxis(-1),
    layerNormalization: overAxis(-1),
    UnitNormalization: overAxis(-1),
    GroupNorm: pooling("groups"),
    GroupNormalization: pooling("groups"),
    InstanceNorm: pooling("instance"),
    InstanceNorm1d: pooling("instance"),
    InstanceNormalization: pooling("instance"),
    BatchNorm: pooling("batch"),
    BatchNorm1d: pooling("batch"),
    SyncBatchNorm: pooling("batch"),
    BatchNormalization: batchKeras,
    batchNormalization: batchKeras,
    LocalResponseNorm: () => ({ reach: { kind: "window", axis: 1 }, argument: null }),
  }),
);

const functionals: ReadonlyMap<string, Configure> = new Map(
  Object.entries({
    layer_norm: layerNorm,
    layerNorm: layerNorm,
    rms_norm: layerNorm,
    rmsNorm: layerNorm,
    normalize: overAxis(1, 1),
    standardize: overAxis(-1),
    l2_normalize: l2,
    group_norm: pooling("groups"),
    instance_norm: pooling("instance"),
    batch_norm: pooling("batch"),
    local_response_norm: () => ({ reach: { kind: "window", axis: 1 }, argument: null }),
  }),
);

/** A norm written as a function of a tensor: `F.layer_norm(x, ...)`, `tf.contrib.layers.layer_norm(x)`. */
export function functionalNorm(path: string, args: CallArguments, span: Span): NormLayer | null {
  const name = path.split(".").at(-1)!;
  const configured = functionals.get(name);
  if (
    !configured ||
    !/functional|^F\.|contrib|slim|linalg|^tensorflow|^tf\.|^tokenwise|^jax\.nn|^nn\.|@tensorflow|^keras|@jax-js|^torch\.[a-z_]+$/.test(
      path,
    )
  )
    return null;
  const library = libraryOf(path);
  const configure = library === "keras" && name === "layer_norm" ? begins : configured;
  const { reach, argument } = configure(args, library);
  return {
    kind: "norm",
    name,
    reach,
    span,
    axisSpan: argument?.expression.span ?? null,
    via: argument ? viaOf(argument.value) : null,
    functional: true,
    inputs: [],
  };
}
