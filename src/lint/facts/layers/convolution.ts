import {
  type Axis,
  type Layout,
  axisOf,
  layoutOf,
  refine,
  unknownLayout,
  withFeatures,
} from "../../layout/axis.ts";
import type { Span } from "../../syntax/program.ts";
import { takenAlong } from "../along.ts";
import type { CallArguments } from "../callArguments.ts";
import { type TensorValue, type Value, asNumber, derived, itemsOf, tensor } from "../values.ts";
import type { Layer } from "./layer.ts";

// A convolution says where its axes lie. One along time that sees earlier steps only, because its input is padded on the
// left or what the padding adds on the right is cut off, runs over the tokens of a causal model.

type Convolution = Extract<Layer, { kind: "convolution" }>;

const sequenceAxes = (channelsLast: boolean): Axis[] => {
  const [batch, channel, token] = [axisOf("batch", "B"), axisOf("channel", "C"), axisOf("token", "T")];
  return channelsLast ? [batch, token, channel] : [batch, channel, token];
};

/** The output of a convolution for an input. */
export function convolve(layer: Convolution, input: TensorValue, span: Span): Value {
  if (layer.spatial > 1) return overSpace(layer.spatial, input);
  const { along } = input;
  if (!layer.causal && along?.how !== "padded")
    return takenAlong(derived(input, ownLayout(input)), input, "convolved", -1);
  tellCausal(along?.layout ?? input.layout, layer.channelsLast, span);
  const output = derived(input, ownLayout(input));
  tellCausal(output.layout, layer.channelsLast, span);
  return output;
}

const ownLayout = ({ layout }: TensorValue): Layout => (layout.axes ? withFeatures(layout) : unknownLayout());

const tellCausal = (layout: Layout, channelsLast: boolean, span: Span): void => {
  if (!layout.axes) refine(layout, sequenceAxes(channelsLast), { how: "convolution", span });
};

function overSpace(spatial: number, input: TensorValue): Value {
  const space = Array.from({ length: spatial }, (_, index) =>
    axisOf("space", ["D", "H", "W"][index + 3 - spatial]!),
  );
  const axes = [axisOf("batch", "B"), axisOf("channel", "C"), ...space];
  if (!input.layout.axes) input.layout.axes = axes;
  return tensor(layoutOf(axes, null));
}

/** `F.pad(x, (k - 1, 0))` pads on the left of the last axis alone. */
export function padded(input: TensorValue, widths: Value): TensorValue {
  return isLeft(widths) ? takenAlong(derived(input), input, "padded", -1) : derived(input);
}

/** `torch.cat([zeros, x], -1)` pads on the left of the last axis, as causal convolutions do. */
export function joinedToZeros(args: CallArguments): TensorValue | null {
  const [zeros, last, ...more] = itemsOf(args.value(0, "tensors")) ?? [];
  const place = asNumber(args.value(1, "dim", "axis")).value;
  if (zeros?.kind !== "tensor" || !zeros.root.zeros || last?.kind !== "tensor" || more.length > 0)
    return null;
  return place === -1 || place === 2 ? takenAlong(tensor(), last, "padded", -1) : null;
}

/** Whether padding is before the first step only: `(k, 0)`, or `((0, 0), (k, 0), (0, 0))` of all axes. */
function isLeft(widths: Value): boolean {
  const items = itemsOf(widths);
  if (items?.length === 3) return items.some(isLeft);
  const [before, after] = items ?? [];
  if (items?.length !== 2 || before?.kind === "tuple") return false;
  return after?.kind === "number" && after.value === 0 && !(before?.kind === "number" && before.value === 0);
}

/** `y[:, :, :-padding]` cuts off what a convolution has seen of later steps. */
export function cutOffRight(cut: TensorValue, convolved: TensorValue, span: Span): TensorValue {
  if (convolved.along) tellCausal(convolved.along.layout, false, span);
  const output = derived(cut, unknownLayout());
  tellCausal(output.layout, false, span);
  return output;
}

/** Whether the arguments of a convolution ask for causal padding, as Keras and Flax do. */
export function asksForCausal(args: CallArguments): boolean {
  const padding = args.value(null, "padding");
  return padding.kind === "string" && /^causal$/i.test(padding.value);
}
