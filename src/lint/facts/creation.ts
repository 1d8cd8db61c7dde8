import { layoutOf, refine } from "../layout/axis.ts";
import { axesFromNames } from "../layout/axisNames.ts";
import type { Analysis } from "./analysis.ts";
import { layoutFromSizes } from "./operations/shapes.ts";
import type { CallArguments } from "./callArguments.ts";
import { type TensorValue, type Value, asNumber, itemsOf, newRoot, tensor } from "./values.ts";

const parameters =
  /^(Parameter|Param|add_weight|addWeight|get_parameter|param|get_variable|Variable|variable)$/;
const creators =
  /^(randn|rand|zeros|ones|empty|full|normal|randint|uniform|truncated_normal|random_normal|randomNormal|randomUniform|standard_normal|random_sample)$/;
/** Functions that read recorded data from a file. */
const readers =
  /(^|\.)(read_(csv|parquet|excel|feather|hdf|table|pickle)|loadtxt|genfromtxt|loadmat)$|^(np|numpy|librosa|soundfile|torchaudio)\.(load|read|fromfile|memmap)$/;

/** A tensor that a library makes: a learnt parameter, a model's input, random numbers, what a file holds. */
export function creation(name: string, path: string, args: CallArguments, analysis: Analysis): Value | null {
  if (readers.test(path)) return tensor(undefined, newRoot(null, "raw"));
  const learnt = parameterCall(name, args);
  if (learnt) return learnt;
  if (name === "Input" || name === "InputLayer" || /^@tensorflow.*\.input(Layer)?$/.test(path))
    return inputOfShape(args);
  if (!creators.test(name)) return null;
  const listed = args.positional.map((argument) => itemsOf(argument.value)).find((items) => items !== null);
  const given = args.find(null, "size", "shape")?.value;
  const sizes = listed ?? (given && itemsOf(given)) ?? args.positional.map((argument) => argument.value);
  const root = newRoot();
  const made = tensor(
    layoutFromSizes(sizes.map(asNumber), args.span),
    name === "zeros" ? { ...root, zeros: true } : root,
  );
  if (path === name && !analysis.javascript) return made;
  tellByRank(made, sizes, args, analysis);
  return made;
}

/** Weights by the tensor they start from, or by their shape: `nn.Parameter(...)`, `self.add_weight(shape=...)`. */
export function parameterCall(name: string, args: CallArguments): TensorValue | null {
  if (!parameters.test(name)) return null;
  const [first] = args.positional;
  const weights = newRoot(null, "weights");
  if (first?.value.kind === "tensor" && first.value.layout.axes) return tensor(first.value.layout, weights);
  const shape = args.find(null, "shape")?.value;
  const listed = [shape, ...args.positional.map((argument) => argument.value)]
    .map((value) => value && itemsOf(value))
    .find((items) => items);
  return tensor(listed ? layoutFromSizes(listed.map(asNumber), args.span) : undefined, weights);
}

/** Three plain sizes are a batch of sequences, where the program is about Transformers. */
function tellByRank(
  made: TensorValue,
  sizes: readonly Value[],
  args: CallArguments,
  analysis: Analysis,
): void {
  const plain = sizes.length === 3 && sizes.every((size) => size.kind === "number" && size.value !== 1);
  const known = made.layout.axes?.some((axis) => axis.role !== "unknown");
  if (!plain || known) return;
  made.layout.evidence = { how: "rank", span: args.span };
  if (analysis.aboutTransformers) refine(made.layout, axesFromNames(["B", "N", "C"]), made.layout.evidence);
}

/** `keras.Input((num_tokens, width))`: the batch is not written. Two plain sizes are a sequence's. */
export function inputOfShape(args: CallArguments): TensorValue {
  const items = itemsOf(args.value(0, "shape", "input_shape", "inputShape"));
  const whole = itemsOf(
    args.value(null, "batch_shape", "batchShape", "batch_input_shape", "batchInputShape"),
  );
  const sizes = whole ?? (items && [asNumber(tensor()), ...items]);
  if (!sizes) return tensor();
  const names = sizes.map((item) => asNumber(item).name);
  const plain = sizes.length === 3 && names.slice(1).every((name) => name === null);
  const axes = axesFromNames(plain ? ["B", "N", "C"] : ["B", ...names.slice(1)]);
  return tensor(layoutOf(axes, { how: "reshaped", span: args.span }));
}
