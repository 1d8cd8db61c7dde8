import type { Analysis } from "./analysis.ts";
import { callValue } from "./calls.ts";
import { attributeOf } from "./evaluate.ts";
import { creation, inputOfShape } from "./creation.ts";
import { applyLayer, applyNorm, merged } from "./layers/apply.ts";
import { buildLayer, children } from "./layers/catalogue.ts";
import { joinedToZeros } from "./layers/convolution.ts";
import { functionalNorm } from "./layers/normLayers.ts";
import { runFromItsStart } from "./layers/sequential.ts";
import { binaryOperation } from "./operations/arithmetic.ts";
import { paired, scan } from "./iteration.ts";
import { einops } from "./operations/einops.ts";
import { einsum } from "./operations/einsum.ts";
import { operationOf } from "./operations/index.ts";
import { CallArguments } from "./callArguments.ts";
import { type Value, asNumber, itemsOf, knownAs, number, tensor, tuple, unknown } from "./values.ts";

/** Names that stand for a library in snippets that leave their imports out. */
const customary: ReadonlyMap<string, string> = new Map([
  ["nn", "torch.nn"],
  ["F", "torch.nn.functional"],
  ["np", "numpy"],
  ["jnp", "jax.numpy"],
  ["hk", "haiku"],
  ["eqx", "equinox"],
  ["tf", "tensorflow"],
  ["layers", "keras.layers"],
]);

/** A call of a function or class that is not the program's own. */
export function libraryCall(written: string, args: CallArguments, analysis: Analysis): Value {
  const path = canonical(written);
  const name = path.split(".").at(-1)!;
  return (
    builtin(path, args, analysis) ??
    wrapping(name, path, args) ??
    creation(name, path, args, analysis) ??
    normalisedBy(name, args, analysis) ??
    functional(path, args, analysis) ??
    (name === "einsum" ? einsum(args) : null) ??
    scan(name, args, analysis) ??
    (/^(cat|concat|concatenate)$/.test(name) ? joinedToZeros(args) : null) ??
    tensorFunction(name, path, args, analysis) ??
    layerCall(path, args, analysis) ??
    callBack(name, args, analysis) ??
    tensor()
  );
}

function canonical(path: string): string {
  const dot = path.indexOf(".");
  const head = dot < 0 ? path : path.slice(0, dot);
  const library = customary.get(head);
  return library === undefined ? path : library + path.slice(head.length);
}

function builtin(path: string, args: CallArguments, analysis: Analysis): Value | null {
  const first = args.value(0);
  if (path === "len") return length(first);
  if (/^(tuple|list|sorted|int)$/.test(path)) return args.all.length === 0 ? tuple([]) : first;
  if (path === "range") return range(args);
  if (/^[mM]ath\.\w+$/.test(path) && first.kind !== "tensor") return number(null);
  if (first.kind === "shape" && /\.unstack$/.test(path)) return first;
  if (path === "dict") return dictionary(args);
  const pairs = paired(path, args);
  if (pairs) return pairs;
  if (path === "map") return mapped(first, args, analysis);
  if (path === "getattr") return attributeByName(first, args.value(1), analysis);
  if (path === "reversed") return tuple([...(itemsOf(first) ?? [])].reverse());
  return null;
}

/** `dict(seq_len=128)`. */
const dictionary = (args: CallArguments): Value => ({
  kind: "mapping",
  entries: new Map(
    args.all.flatMap(({ name, value }) => (name === null ? [] : [[name, knownAs(value, name)]])),
  ),
});

/** Python's `map(f, (q, k, v))`: f of each. */
function mapped(callee: Value, args: CallArguments, analysis: Analysis): Value {
  const over = args.positional[1];
  if (!over) return unknown;
  const call = (value: Value): Value =>
    callValue(callee, new CallArguments([{ ...over, value }], args.span), analysis);
  const items = itemsOf(over.value);
  if (items) return tuple(items.slice(0, 8).map(call));
  return { kind: "repeated", item: call(over.value.kind === "repeated" ? over.value.item : unknown) };
}

const attributeByName = (object: Value, name: Value, analysis: Analysis): Value =>
  name.kind === "string" ? attributeOf(object, name.value, analysis) : unknown;

const length = (value: Value): Value => {
  const items = itemsOf(value);
  if (items) return number(items.length);
  return number(value.kind === "tensor" && value.layout.axes ? null : null);
};

/** `range` of few known numbers, as axes are listed. */
function range(args: CallArguments): Value {
  const bounds = args.positional.map((argument) => asNumber(argument.value).value);
  if (bounds.length === 0 || bounds.includes(null)) return { kind: "repeated", item: number(null) };
  const [from, to] = (bounds.length === 1 ? [0, bounds[0]] : bounds) as [number, number];
  const count = Math.max(0, to - from);
  if (count > 8) return { kind: "repeated", item: number(null) };
  return tuple(Array.from({ length: count }, (_, index) => number(from + index)));
}

function wrapping(name: string, path: string, args: CallArguments): Value | null {
  if (/^(partial|Partial)$/.test(name))
    return { kind: "wrapped", target: args.value(0), args: args.after(1), mapped: false };
  if (/^(vmap|filter_vmap)$/.test(name))
    return { kind: "wrapped", target: args.value(0), args: null, mapped: true };
  if (/^(compile|jit|filter_jit|checkpoint|remat|script|spectral_norm|weight_norm)$/.test(name))
    return args.value(0);
  if (/^(ModuleList|ModuleDict|nn\.List)$/.test(name)) return moduleContainer(args);
  return null;
}

function moduleContainer(args: CallArguments): Value {
  const value = args.value(0);
  return value.kind === "repeated" || value.kind === "mapping" ? value : tuple(children(args));
}

function functional(path: string, args: CallArguments, analysis: Analysis): Value | null {
  const input = args.value(0, "x", "input", "inputs");
  if (path === "torch.nn.functional.linear") return applyLayer({ kind: "linear" }, args, analysis);
  const norm = functionalNorm(path, args.after(1), args.span);
  if (!norm || input.kind !== "tensor") return null;
  return applyNorm(norm, input, args.span, analysis);
}

/** `torch.mean(x, 1)`: an operation whose first argument is the tensor. A bare name must have been imported. */
function tensorFunction(name: string, path: string, args: CallArguments, analysis: Analysis): Value | null {
  const input = args.value(0, "x", "input", "input_tensor", "a", "inputs", "tensor");
  const operation = operationOf(name);
  const imported =
    path.includes(".") || /^(abs|pow|rearrange|int_shape|shape_list|get_shape_list)$/.test(name);
  if (!operation || !imported || input.kind !== "tensor") return null;
  const rest = args.after(args.positional[0]?.value === input ? 1 : 0);
  const call = { name, input, args: rest, span: args.span, analysis, path };
  if (name === "reduce" || name === "rearrange") return einops(call);
  return operation(call);
}

/** `tf.tidy(() => ...)` and `Lambda(lambda x: ...)` run what they are given. */
function callBack(name: string, args: CallArguments, analysis: Analysis): Value | null {
  const callback = args.all.find((argument) => argument.value.kind === "function")?.value;
  if (callback?.kind !== "function") return null;
  if (/^(Lambda|lambda|Fn|FnLayer|fn)$/i.test(name)) return callback;
  const runs = callback.definition.parameters.length === 0;
  return runs ? callValue(callback, new CallArguments([], args.span), analysis) : null;
}

/** `tf.nn.batch_normalization(x, mean, variance, ...)` centres and scales x by the statistics it is given. */
function normalisedBy(name: string, args: CallArguments, analysis: Analysis): Value | null {
  if (name !== "batch_normalization" && name !== "batchNorm") return null;
  const [x, mean, variance] = [args.value(0, "x"), args.value(1, "mean"), args.value(2, "variance")];
  if (x.kind !== "tensor" || mean.kind !== "tensor" || variance.kind !== "tensor") return null;
  if (!mean.statistic && !variance.statistic) return null;
  const centred = binaryOperation("-", x, mean, args.span, analysis);
  return binaryOperation("/", centred, variance, args.span, analysis);
}

/** TensorFlow 1 has layers as functions of a tensor too: `tf.layers.dense(x, units)`. */
const isFunction = /^tensorflow\.(layers|contrib\.layers|compat\.v1\.layers)\.[a-z_\d]+$/;

function layerCall(path: string, args: CallArguments, analysis: Analysis): Value | null {
  const layer = buildLayer(path, args, args.span, analysis.javascript);
  if (!layer) return null;
  const frames = [...analysis.frames];
  const shaped = args.find(null, "input_shape", "inputShape", "batch_input_shape", "batchInputShape");
  const input = shaped ? inputOfShape(new CallArguments([shaped], args.span)) : null;
  if (layer.kind === "norm") {
    const amongTokens = analysis.namesTokens(args.span);
    analysis.emit({
      kind: "norm",
      norm: layer,
      input: input?.layout ?? null,
      amongTokens,
      span: args.span,
      frames,
    });
  }
  if (isFunction.test(path) && args.value(0, "inputs").kind === "tensor")
    return applyLayer(layer, args, analysis);
  if (layer.kind === "merge" && itemsOf(args.value(0))) return merged(args, analysis);
  if (layer.kind === "sequence") runFromItsStart(layer, args, analysis);
  return { kind: "layer", layer, input };
}
