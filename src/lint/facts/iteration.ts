import type { Analysis } from "./analysis.ts";
import { gathered, itemAlong } from "./along.ts";
import { callValue } from "./calls.ts";
import { itemOf } from "./evaluate.ts";
import { CallArguments, type CallArgument } from "./callArguments.ts";
import { type Value, itemsOf, number, tensor, tuple } from "./values.ts";

/** What a loop over a value is given first: any other item is like it. */
export function firstItem(value: Value): Value {
  if (value.kind === "tensor" && !value.statistic) return itemAlong(value, 0);
  return itemsOf(value)?.[0] ?? itemOf(value);
}

/** `enumerate(xs)` and `zip(xs, ys)`. */
export function paired(path: string, args: CallArguments): Value | null {
  const items = args.positional.map((argument) => firstItem(argument.value));
  if (path === "enumerate") return { kind: "repeated", item: tuple([number(null), ...items.slice(0, 1)]) };
  return path === "zip" ? { kind: "repeated", item: tuple(items) } : null;
}

/** `jax.lax.scan(step, carry, xs)`: what is carried out of it has seen every item. */
export function scan(name: string, args: CallArguments, analysis: Analysis): Value | null {
  const [step, carry, items] = args.positional;
  if (name !== "scan" || !step || !carry || items?.value.kind !== "tensor") return null;
  const item: CallArgument = { ...items, value: itemAlong(items.value, 0) };
  const result = callValue(step.value, new CallArguments([carry, item], args.span), analysis);
  const [carried] = itemsOf(result) ?? [];
  const complete = (value: Value): Value => {
    if (value.kind === "tuple") return tuple(value.items.map(complete));
    return gathered(value, { start: null, bound: number(null) }, args.span, null);
  };
  return carried ? tuple([complete(carried), tensor()]) : null;
}
