import type { Layout } from "../../layout/axis.ts";
import type { Span } from "../../syntax/program.ts";
import type { CallArguments } from "../callArguments.ts";
import type { AxisArgument, NumberValue, Value } from "../values.ts";

/** Which axes of its input a norm takes its statistics over. */
export type Reach =
  /** The last axes, as many as the shape has; `sizes` is null where only "the shape from axis `from` on" is known. */
  | { readonly kind: "trailing"; readonly sizes: readonly NumberValue[] }
  | { readonly kind: "axes"; readonly axis: AxisArgument }
  /** From this axis to the last. */
  | { readonly kind: "from"; readonly axis: number }
  /** Every axis but the batch and, within a group, the channels. */
  | { readonly kind: "groups"; readonly channelAxis: number }
  /** Every axis but the batch and the channels. */
  | { readonly kind: "instance"; readonly channelAxis: number }
  /** Every axis but the channels. */
  | { readonly kind: "batch"; readonly channelAxis: number }
  /** A window along this axis. */
  | { readonly kind: "window"; readonly axis: number };

export interface NormLayer {
  readonly kind: "norm";
  /** As the source calls it, such as `LayerNorm`. */
  readonly name: string;
  readonly reach: Reach;
  /** The call that configures it. */
  readonly span: Span;
  /** The argument that says the axes, for a suggestion. */
  readonly axisSpan: Span | null;
  /** The call that passed the shape or axis in. */
  readonly via: Span | null;
  readonly functional: boolean;
  /** The inputs that it was applied to in sight. */
  readonly inputs: Layout[];
}

export type Layer =
  | NormLayer
  | { readonly kind: "attention"; readonly order: "BNC" | "NBC" | "NC" | "...NC"; readonly pair: boolean }
  | { readonly kind: "embedding" }
  | { readonly kind: "linear" }
  | {
      readonly kind: "convolution";
      readonly spatial: number;
      readonly causal: boolean;
      readonly channelsLast: boolean;
    }
  /** `ConstantPad1d((k - 1, 0), 0.0)` */
  | { readonly kind: "leftPad"; readonly widths: Value }
  | { readonly kind: "activation" }
  | { readonly kind: "identity" }
  /** Keras's `Add()([x, y])` and its like. */
  | { readonly kind: "merge" }
  | { readonly kind: "recurrent" }
  /** `Rearrange("b n c -> b c n")` of einops. */
  | { readonly kind: "rearrange"; readonly pattern: CallArguments }
  /** Keras's `Permute((2, 1))`: axes counted from 1 behind the batch. */
  | { readonly kind: "permute"; readonly order: readonly number[] }
  | {
      readonly kind: "sequence";
      readonly layers: readonly Value[];
      /** What the layers give that were added to it one by one. */
      readonly added: { output: Value | null };
    };
