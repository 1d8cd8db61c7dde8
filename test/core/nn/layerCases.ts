import { readFileSync } from "node:fs";
import { nn, tensor, type Tensor } from "../../../src/core/index.ts";

/** What test/core/nn/reference/layers.py writes. */
export interface LayerCase {
  readonly name: string;
  readonly layer: string;
  readonly positional: readonly unknown[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly train: boolean;
  readonly state: Readonly<Record<string, Packed>>;
  readonly inputs: readonly Packed[];
  readonly call: Readonly<Record<string, unknown>>;
  readonly outputs: readonly Packed[];
  readonly cotangent: Packed;
  readonly inputGradients: readonly (Packed | null)[];
  readonly gradients: Readonly<Record<string, Packed>>;
  readonly buffers: Readonly<Record<string, Packed>>;
}

export interface Packed {
  readonly shape: readonly number[];
  readonly data: readonly (number | boolean)[];
  readonly dtype?: "bool";
}

type Defaults = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export const reference = JSON.parse(
  readFileSync(new URL("./fixtures/layers.json", import.meta.url), "utf8"),
) as { readonly cases: readonly LayerCase[]; readonly defaults: Defaults };

export const unpack = ({ shape, data }: Packed): Tensor => tensor(data, shape);

export const unpackAll = (state: Readonly<Record<string, Packed>>): Record<string, Tensor> =>
  nn.fromTorchNames(
    Object.fromEntries(Object.entries(state).map(([name, packed]) => [name, unpack(packed)])),
  );

/** A layer with the case's options and weights, in its mode. */
export function buildLayer({ layer, positional, options, state, train }: LayerCase): nn.Module {
  const module =
    layer === "TransformerEncoder" ? encoderStack(positional) : construct(layer, [...positional, options]);
  module.loadStateDict(unpackAll(state));
  return module.train(train);
}

function construct(layer: string, inputs: readonly unknown[]): nn.Module {
  const make = (nn as unknown as Record<string, new (...inputs: readonly unknown[]) => nn.Module>)[layer]!;
  return new make(...inputs);
}

function encoderStack([count, withNorm]: readonly unknown[]): nn.Module {
  const layer = new nn.TransformerEncoderLayer(8, 2, { dimFeedforward: 12, dropout: 0, normFirst: true });
  return new nn.TransformerEncoder(layer, count as number, {
    norm: withNorm === true ? new nn.LayerNorm(8) : null,
  });
}

/** Runs the layer on the case's inputs; all outputs that are tensors. */
export function runLayer(module: nn.Module, { call }: LayerCase, inputs: readonly Tensor[]): Tensor[] {
  const options = Object.fromEntries(
    Object.entries(call).map(([name, value]) => [name, unpackOption(value)]),
  );
  const forward = module.forward as (...inputs: readonly unknown[]) => Tensor | (Tensor | null)[];
  const result = forward(...inputs, ...(Object.keys(options).length > 0 ? [options] : []));
  return Array.isArray(result) ? result.filter((output) => output !== null) : [result];
}

function unpackOption(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !("data" in value)) return value;
  const packed = value as Packed;
  return unpack(packed);
}
