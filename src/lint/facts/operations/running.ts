import { unknownLayout } from "../../layout/axis.ts";
import { complete, placeOf, takenAlong } from "../along.ts";
import { type TensorValue, type Value, asNumber, derived, itemsOf, newRoot } from "../values.ts";
import type { Operation, OperationCall } from "./operation.ts";

// Reversing and summing up along an axis. Sums of what was reversed run from the last item on: reversed back, they are
// statistics that each item shares with all later ones.

function placeOfAxis({ args, input }: OperationCall): number | null {
  const given = args.value(0, "dim", "dims", "axis");
  const value = itemsOf(given)?.[0] ?? given;
  return placeOf(input.layout, asNumber(value).value);
}

const sameNumbers = (input: TensorValue): TensorValue => ({
  ...input,
  name: null,
  statistic: null,
  root: newRoot(input.root.name, input.root.exempt),
});

const flip: Operation = (call) => {
  const { input, span } = call;
  const place = placeOfAxis(call);
  if (place === null) return derived(input);
  const { along } = input;
  if (along?.place === place && along.how === "suffix") return complete(input, along, "cumsum", span);
  return takenAlong(sameNumbers(input), input, "reversed", place);
};

/** `x.cumsum(1)`, and `tf.cumsum(x, axis=1, reverse=True)`. */
const cumulate: Operation = (call): Value => {
  const { input, args, span } = call;
  const place = placeOfAxis(call);
  if (place === null) return derived(input);
  const reverse = args.value(null, "reverse");
  const from = takenAlong(derived(input), input, "prefix", place);
  if (reverse.kind === "boolean" && reverse.value === true)
    return complete(from, from.along!, call.name, span);
  const { along } = input;
  if (along?.place !== place || along.how !== "reversed") return from;
  return { ...derived(input), along: { ...along, how: "suffix", squared: along.squared || input.squared } };
};

/** `torch.where(mask, x, 0)` keeps x where the mask does; of two tensors it makes a new one. */
const where: Operation = ({ input, args }) => {
  const [then, otherwise] = [args.value(0), args.value(1)];
  if (then.kind === "tensor" && otherwise.kind === "number") return then;
  return derived(input, unknownLayout());
};

/** Operations that run along an axis, by name. */
export const runningOperations: Readonly<Record<string, Operation>> = {
  flip,
  reverse: flip,
  cumsum: cumulate,
  where,
};
