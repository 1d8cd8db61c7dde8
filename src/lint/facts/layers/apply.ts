import {
  type Axis,
  type Layout,
  axisOf,
  layoutOf,
  projected,
  refine,
  unknownLayout,
} from "../../layout/axis.ts";
import type { Span } from "../../syntax/program.ts";
import type { Analysis } from "../analysis.ts";
import { callValue } from "../calls.ts";
import { binaryOperation } from "../operations/arithmetic.ts";
import { einops } from "../operations/einops.ts";
import type { CallArguments } from "../callArguments.ts";
import {
  type TensorValue,
  type Value,
  asTensor,
  derived,
  itemsOf,
  newRoot,
  tensor,
  tuple,
} from "../values.ts";
import { convolve, padded } from "./convolution.ts";
import type { Layer, NormLayer } from "./layer.ts";

/** The output of a layer for an input; a norm that is applied is a fact. */
export function applyLayer(layer: Layer, args: CallArguments, analysis: Analysis): Value {
  const input = asTensor(args.value(0, "x", "inputs", "input", "query", "src", "hidden_states"));
  switch (layer.kind) {
    case "norm":
      return applyNorm(layer, input, args.span, analysis);
    case "attention":
      return attend(layer, input, args.span);
    case "embedding":
      return embed(input, args.span);
    case "linear":
      return tensor(projected(input.layout));
    case "convolution":
      return convolve(layer, input, args.span);
    case "leftPad":
      return padded(input, layer.widths);
    case "activation":
      return derived(input);
    case "merge":
      return merged(args, analysis);
    case "identity":
      return input;
    case "recurrent":
      return tuple([tensor(projected(input.layout)), tensor()]);
    case "rearrange":
      return einops({
        name: "rearrange",
        input,
        args: layer.pattern,
        span: layer.pattern.span,
        analysis,
        path: "",
      });
    case "permute":
      return permuted(layer.order, input);
    case "sequence":
      return layer.layers.reduce<Value>(
        (value, next) => callValue(next, args.all.length > 0 ? replaceInput(args, value) : args, analysis),
        input,
      );
  }
}

function replaceInput(args: CallArguments, value: Value): CallArguments {
  const [first] = args.all;
  return Object.assign(Object.create(Object.getPrototypeOf(args) as object) as CallArguments, {
    all: [{ ...first!, value }],
    span: args.span,
  });
}

export function applyNorm(norm: NormLayer, input: TensorValue, span: Span, analysis: Analysis): Value {
  norm.inputs.push(input.layout);
  if (input.root.exempt === null || input.root.exempt === "raw")
    analysis.emit({
      kind: "norm",
      norm,
      input: input.layout,
      amongTokens: true,
      span,
      frames: [...analysis.frames],
    });
  return derived(input);
}

/** The sum of the tensors in a list, or of those given one by one. */
export function merged(args: CallArguments, analysis: Analysis): Value {
  const terms = itemsOf(args.value(0)) ?? args.positional.map((argument) => argument.value);
  return terms.length > 0
    ? terms.reduce((a, b) => binaryOperation("+", a, b, args.span, analysis))
    : tensor();
}

function permuted(order: readonly number[], input: TensorValue): Value {
  const axes = input.layout.axes;
  if (axes?.length !== order.length + 1) return tensor();
  const moved = [axes[0]!, ...order.map((place) => axes[place]!)];
  return { ...input, name: null, layout: layoutOf(moved, input.layout.evidence) };
}

const attentionAxes = (order: "BNC" | "NBC" | "NC", layout: Layout): Axis[] | null => {
  const [batch, token, channel] = [axisOf("batch", "B"), axisOf("token", "N"), axisOf("channel", "C")];
  if (order === "NC") return layout.axes && layout.axes.length !== 2 ? null : [token, channel];
  return order === "BNC" ? [batch, token, channel] : [token, batch, channel];
};

/** Attention reads a sequence: an input of unknown layout gets one. */
function attend(layer: Extract<Layer, { kind: "attention" }>, input: TensorValue, span: Span): Value {
  const order = layer.order === "...NC" ? (input.layout.axes?.length === 2 ? "NC" : "BNC") : layer.order;
  const axes = attentionAxes(order, input.layout);
  if (axes) refine(input.layout, axes, { how: "attention", span });
  const output = tensor(input.layout);
  return layer.pair ? tuple([output, tensor(unknownLayout(), newRoot(null, "scores"))]) : output;
}

/** `input_ids`, `tokens`, `idx`; a `speaker_id` or a `sid` is one for the whole sequence. */
const namesSequence = (name: string): boolean =>
  /(^|_)ids$|[a-z]Ids$|idx|tok|src|tgt|^x$|seq|inputs?$|words/i.test(name) &&
  !/^sids?$|speaker|spk|lang|user|item|domain|style|label|class/i.test(name);

function embed(ids: TensorValue, span: Span): Value {
  const known = ids.layout.axes;
  if (known && known.length <= 2)
    return tensor(
      layoutOf([...known, axisOf("channel", "C")], ids.layout.evidence ?? { how: "embedding", span }),
    );
  if (known || !namesSequence(ids.root.name ?? "")) return tensor();
  return tensor(
    layoutOf([axisOf("batch", "B"), axisOf("token", "N"), axisOf("channel", "C")], {
      how: "embedding",
      span,
    }),
  );
}
