import { layoutOf } from "../layout/axis.ts";
import { axesFromNames } from "../layout/axisNames.ts";
import type { Analysis } from "./analysis.ts";
import { applyNorm } from "./layers/apply.ts";
import { buildLayer, children } from "./layers/catalogue.ts";
import { functionalNorm } from "./layers/normLayers.ts";
import { einops } from "./operations/einops.ts";
import { operationOf } from "./operations/index.ts";
import { layoutFromSizes } from "./operations/shapes.ts";
import {
  type CallArguments,
  type Value,
  asNumber,
  itemsOf,
  newRoot,
  number,
  tensor,
  tuple,
  unknown,
} from "./values.ts";

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
    builtin(path, args) ??
    wrapping(name, path, args) ??
    creation(name, path, args) ??
    functional(path, args, analysis) ??
    tensorFunction(name, path, args, analysis) ??
    layerCall(path, args, analysis) ??
    tensor()
  );
}

function canonical(path: string): string {
  const [head, ...rest] = path.split(".");
  return [customary.get(head!) ?? head, ...rest].join(".");
}

function builtin(path: string, args: CallArguments): Value | null {
  const first = args.value(0);
  if (path === "len") return length(first);
  if (/^(tuple|list|sorted|int)$/.test(path)) return args.all.length === 0 ? tuple([]) : first;
  if (path === "range") return range(args);
  if (path === "super") return unknown;
  if (path === "reversed") return tuple([...(itemsOf(first) ?? [])].reverse());
  return null;
}

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
  if (name === "getattr" && path === "getattr") return unknown;
  return null;
}

function moduleContainer(args: CallArguments): Value {
  const value = args.value(0);
  return value.kind === "repeated" || value.kind === "mapping" ? value : tuple(children(args));
}

const creators =
  /^(randn|rand|zeros|ones|empty|full|normal|randint|uniform|truncated_normal|random_normal|randomNormal)$/;

function creation(name: string, path: string, args: CallArguments): Value | null {
  if (name === "Parameter" || name === "add_weight" || name === "get_parameter" || name === "param") {
    const held = args.value(name === "Parameter" ? 0 : null, "shape");
    return tensor(held.kind === "tensor" ? held.layout : undefined, newRoot(null, "weights"));
  }
  if (name === "Input" || /^@tensorflow.*\.input$/.test(path)) return kerasInput(args);
  if (!creators.test(name)) return null;
  const listed = args.positional.map((argument) => itemsOf(argument.value)).find((items) => items !== null);
  const sizes = (listed ?? args.positional.map((argument) => argument.value)).map(asNumber);
  return tensor(layoutFromSizes(sizes, args.span));
}

/** `keras.Input((num_tokens, width))`: the batch is not written. */
function kerasInput(args: CallArguments): Value {
  const items = itemsOf(args.value(0, "shape"));
  if (!items) return tensor();
  const names = items.map((item) => asNumber(item).name);
  return tensor(layoutOf(axesFromNames(["B", ...names]), { how: "reshaped", span: args.span }));
}

function functional(path: string, args: CallArguments, analysis: Analysis): Value | null {
  const input = args.value(0, "x", "input", "inputs");
  const norm = functionalNorm(path, args.after(1), args.span);
  if (!norm || input.kind !== "tensor") return null;
  return applyNorm(norm, input, args.span, analysis);
}

/** `torch.mean(x, 1)`: an operation whose first argument is the tensor. A bare name must have been imported. */
function tensorFunction(name: string, path: string, args: CallArguments, analysis: Analysis): Value | null {
  const input = args.value(0, "x", "input", "input_tensor", "a", "inputs", "tensor");
  const operation = operationOf(name);
  const imported = path.includes(".") || /^(abs|pow|rearrange)$/.test(name);
  if (!operation || !imported || input.kind !== "tensor") return null;
  const rest = args.after(args.positional[0]?.value === input ? 1 : 0);
  const call = { name, input, args: rest, span: args.span, analysis, path };
  if (name === "reduce" || name === "rearrange") return einops(call);
  return operation(call);
}

function layerCall(path: string, args: CallArguments, analysis: Analysis): Value | null {
  const layer = buildLayer(path, args, args.span, analysis.javascript);
  if (!layer) return null;
  if (layer.kind === "norm")
    analysis.emit({ kind: "norm", norm: layer, input: null, span: args.span, frames: [...analysis.frames] });
  return { kind: "layer", layer };
}
