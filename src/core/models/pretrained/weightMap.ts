import { concat } from "../../functions/joining.ts";
import type { StateDict } from "../../nn/index.ts";
import { formatShape, sameShape, type Shape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import { CheckpointError } from "./config.ts";

/** Where one tensor of a model comes from. */
export interface WeightSource {
  /** Its name in our model. */
  readonly name: string;
  /** Its names in the checkpoint; several are put one below the other. */
  readonly from: readonly string[];
  /** The shape of each of them in the checkpoint. */
  readonly shapes: readonly Shape[];
  /** GPT-2 keeps its matrices as [in, out]. */
  readonly transposed?: boolean;
}

/** Fields of config.json, and the lengths of axes that follow from each. */
export type Lengths = Readonly<Record<string, readonly number[]>>;

interface Reading {
  /** Names of tensors that need not be used. */
  readonly ignored: RegExp;
  readonly strict: boolean;
  readonly lengths: Lengths;
  readonly layerField: string;
}

/**
 * The checkpoint's tensors under our names. Names and shapes are checked one by one against what the config asks for,
 * so that a config that asks for more than the file has is refused before anything is allocated for it.
 *
 * @throws CheckpointError that names what is missing, of another shape or left over, and the field of the config that asks for it
 */
export function convertWeights(
  checkpoint: Readonly<Record<string, Tensor>>,
  sources: Iterable<WeightSource>,
  { ignored, strict, lengths, layerField }: Reading,
): StateDict {
  const used = new Set<string>();
  const found: WeightSource[] = [];
  for (const source of sources) {
    source.from.forEach((name, i) => {
      const tensor = checkpoint[name];
      if (tensor === undefined) throw missing(name, source.shapes[i]!, layerField);
      checkShape(name, tensor.shape, source.shapes[i]!, lengths);
      used.add(name);
    });
    found.push(source);
  }
  const unused = Object.keys(checkpoint).filter((name) => !used.has(name) && !ignored.test(name));
  if (strict && unused.length > 0)
    throw new CheckpointError(
      `The weights hold ${listed(unused)}, which this model does not use${layerHint(unused[0]!, layerField)}; pass { strict: false } to leave them out.`,
    );
  return Object.fromEntries(found.map((source) => [source.name, assemble(checkpoint, source)]));
}

function assemble(
  checkpoint: Readonly<Record<string, Tensor>>,
  { from, transposed = false }: WeightSource,
): Tensor {
  const parts = from.map((name) => checkpoint[name]!);
  const whole = parts.length === 1 ? parts[0]! : concat(parts, 0);
  return transposed ? whole.transpose() : whole;
}

function missing(name: string, shape: Shape, layerField: string): CheckpointError {
  const asked = `which config.json asks for${layerHint(name, layerField)}`;
  return new CheckpointError(`The weights lack "${name}" of shape ${formatShape(shape)}, ${asked}.`);
}

/** Tensors of a numbered layer come and go with the field that counts the layers. */
const layerHint = (name: string, layerField: string): string =>
  /\.\d+\./.test(name) ? ` (see "${layerField}")` : "";

function checkShape(name: string, given: Shape, wanted: Shape, lengths: Lengths): void {
  if (sameShape(given, wanted)) return;
  const wrong = wanted.filter((length, axis) => given[axis] !== length);
  const fields = Object.keys(lengths).filter((field) =>
    lengths[field]!.some((length) => wrong.includes(length)),
  );
  const hint = fields.length === 0 ? "" : ` (see ${fields.map((field) => `"${field}"`).join(" or ")})`;
  throw new CheckpointError(
    `"${name}" has shape ${formatShape(given)} in the weights, but config.json asks for ${formatShape(wanted)}${hint}.`,
  );
}

function listed(names: readonly string[]): string {
  const first = names.slice(0, 5).map((name) => `"${name}"`);
  return first.join(", ") + (names.length > 5 ? ` and ${names.length - 5} more` : "");
}

/** A weight and, where there is one, a bias of the same name. */
export function* affine(
  name: string,
  from: string,
  shape: Shape,
  { bias = true, transposed = false }: { bias?: boolean; transposed?: boolean } = {},
): Generator<WeightSource> {
  const stored = transposed ? [...shape].reverse() : shape;
  yield { name: `${name}.weight`, from: [`${from}.weight`], shapes: [stored], transposed };
  if (bias) yield { name: `${name}.bias`, from: [`${from}.bias`], shapes: [[shape[0]!]] };
}
