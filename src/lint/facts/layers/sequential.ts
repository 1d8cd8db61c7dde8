import type { Analysis } from "../analysis.ts";
import { callValue } from "../calls.ts";
import { CallArguments } from "../callArguments.ts";
import { type TensorValue, type Value, newRoot, tensor, unknown } from "../values.ts";
import type { Layer } from "./layer.ts";

type Sequence = Extract<Layer, { kind: "sequence" }>;

const argumentsOf = (value: Value, args: CallArguments): CallArguments =>
  new CallArguments(
    [{ name: null, value, expression: { kind: "other", children: [], span: args.span } }],
    args.span,
  );

/** What the first of some layers is known to be given: by its own `input_shape`, as ids, as an einops pattern says. */
function startOf(first: Value | undefined): TensorValue | null {
  if (first?.kind === "tensor") return first.layout.axes ? first : null;
  if (first?.kind !== "layer") return null;
  if (first.layer.kind === "embedding") return tensor(undefined, newRoot("ids"));
  return first.input ?? (first.layer.kind === "rearrange" ? tensor() : null);
}

/** A Sequential whose first layer says the layout is run at once: nobody else may call it in sight. */
export function runFromItsStart({ layers }: Sequence, args: CallArguments, analysis: Analysis): void {
  const start = startOf(layers[0]);
  const rest = layers[0]?.kind === "tensor" ? layers.slice(1) : layers;
  if (start)
    rest.reduce<Value>((value, layer) => callValue(layer, argumentsOf(value, args), analysis), start);
}

/** `model.add(layer)`: the layer reads what those before it give. */
export function addLayer({ added }: Sequence, args: CallArguments, analysis: Analysis): Value {
  const next = args.value(0);
  const input = added.output ?? startOf(next);
  if (input)
    added.output = next.kind === "tensor" ? next : callValue(next, argumentsOf(input, args), analysis);
  return unknown;
}
