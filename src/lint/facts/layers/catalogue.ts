import type { Span } from "../../syntax/program.ts";
import type { CallArguments } from "../callArguments.ts";
import { type Value, asNumber, itemsOf } from "../values.ts";
import { asksForCausal } from "./convolution.ts";
import type { Layer } from "./layer.ts";
import { libraryOf, normLayer } from "./normLayers.ts";

/** The layer that a call of a library's class builds; null for what is no layer known here. */
export function buildLayer(path: string, args: CallArguments, span: Span, javascript: boolean): Layer | null {
  const name = path.split(".").at(-1)!;
  return normLayer(name, path, args, span) ?? attention(name, path, args, javascript) ?? plain(name, args);
}

function attention(name: string, path: string, args: CallArguments, javascript: boolean): Layer | null {
  const own =
    /^(Multi_?[Hh]ead\w*Attention|MultiHeadDotProductAttention|SelfAttention|CausalSelfAttention|Transformer(Encoder|Decoder)(Layer)?|multiHeadAttention)$/;
  if (!own.test(name)) return null;
  const library = libraryOf(path);
  const pair = name === "MultiheadAttention" && library === "torch" && !javascript;
  if (library === "equinox") return { kind: "attention", order: "NC", pair: false };
  if (library === "flax" || library === "haiku") return { kind: "attention", order: "...NC", pair: false };
  if (library !== "torch" || javascript || !/^(torch|nn|paddle)(\.|$)/.test(path))
    return { kind: "attention", order: "BNC", pair };
  const first = args.find(null, "batch_first")?.value;
  const batchFirst = first?.kind === "boolean" ? first.value === true : first !== undefined;
  return { kind: "attention", order: batchFirst || path.startsWith("paddle") ? "BNC" : "NBC", pair };
}

function plain(name: string, args: CallArguments): Layer | null {
  if (/^(Embedding|Embed|embedding)$/.test(name)) return { kind: "embedding" };
  if (/^(Conv1D|conv1d|Conv)$/.test(name) && asksForCausal(args))
    return { kind: "convolution", spatial: 1, causal: true, channelsLast: true };
  if (/^(ConstantPad1d|ZeroPad1d|ZeroPadding1D)$/.test(name))
    return { kind: "leftPad", widths: args.value(0, "padding") };
  if (/^(Linear|LazyLinear|Dense|dense|Conv1D)$/.test(name)) return { kind: "linear" };
  const convolution = /^Conv(?:Transpose)?([123])[dD]$/.exec(name);
  if (convolution)
    return { kind: "convolution", spatial: Number(convolution[1]), causal: false, channelsLast: false };
  if (/^(Dropout\w*|SpatialDropout1D|Identity|DropPath|StochasticDepth|dropout)$/.test(name))
    return { kind: "identity" };
  if (
    /^(ReLU\w*|GELU|SiLU|Swish|Tanh|Sigmoid|ELU|SELU|LeakyReLU|Softplus|Mish|Hardswish|Activation|QuickGELU|PReLU)$/.test(
      name,
    )
  )
    return { kind: "activation" };
  if (/^(Add|Subtract|Average|Maximum|Minimum|add|add_n|average)$/.test(name)) return { kind: "merge" };
  if (/^(LSTM|GRU|RNN)$/.test(name)) return { kind: "recurrent" };
  if (name === "Rearrange") return { kind: "rearrange", pattern: args };
  if (/^(Permute|permute)$/.test(name)) return permutation(args);
  if (/^(Sequential|sequential)$/.test(name))
    return { kind: "sequence", layers: children(args), added: { output: null } };
  return null;
}

function permutation(args: CallArguments): Layer | null {
  const order = (itemsOf(args.value(0, "dims")) ?? []).map((item) => asNumber(item).value);
  return order.length > 0 && !order.includes(null) ? { kind: "permute", order: order as number[] } : null;
}

/** The layers of a Sequential, given one by one, as a list, or as an OrderedDict of pairs. */
export function children(args: CallArguments): readonly Value[] {
  return args.positional.flatMap(({ value }) => {
    const items = itemsOf(value.kind === "mapping" ? (value.entries.get("layers") ?? value) : value);
    if (items) return items.map((item) => (item.kind === "tuple" ? (item.items[1] ?? item) : item));
    if (value.kind === "repeated") return [value.item];
    return value.kind === "mapping" ? [...value.entries.values()] : [value];
  });
}
