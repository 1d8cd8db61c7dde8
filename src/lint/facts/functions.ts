import type { Expression, FunctionDefinition, RestParameters } from "../syntax/program.ts";
import type { Analysis } from "./analysis.ts";
import { execute } from "./execute.ts";
import { exemptionOf } from "./exemptions.ts";
import { isReceiver, parameterValues, tellParameter } from "./parameters.ts";
import { Scope } from "./scope.ts";
import type { CallArgument, CallArguments } from "./callArguments.ts";
import { type FunctionValue, type Value, asNumber, newRoot, tensor, tuple, unknown } from "./values.ts";

/** How deep calls of the program's own functions are followed. */
const maxDepth = 6;

/**
 * How many steps calls of one function, or objects of one class, may take together. A file of a hundred factories for one
 * large model would spend all of its work on following the same calls again and again.
 */
export const shareOfWork = 60_000;

/** Calls one of the program's own functions: runs its body with these arguments. */
export function callFunction(callee: FunctionValue, args: CallArguments, analysis: Analysis): Value {
  const { definition } = callee;
  if (analysis.active.length >= maxDepth || analysis.active.includes(definition)) return tensor();
  if (definition.decorators.some((decorator) => isMapped(decorator))) return tensor();
  const spent = analysis.spent.get(definition) ?? 0;
  if (spent > shareOfWork) return tensor();
  const before = analysis.stepsLeft;
  const scope = new Scope(callee.scope);
  bindParameters(definition, callee.self, args, scope, analysis);
  analysis.active.push(definition);
  analysis.frames.push(args.span);
  try {
    return execute(definition.body, scope, analysis) ?? unknown;
  } finally {
    analysis.frames.pop();
    analysis.active.pop();
    analysis.spent.set(definition, spent + before - analysis.stepsLeft);
  }
}

export const isMapped = (decorator: Expression): boolean =>
  (decorator.kind === "attribute" && /vmap|vectorize/.test(decorator.name)) ||
  (decorator.kind === "name" && /vmap|vectorize/.test(decorator.name)) ||
  (decorator.kind === "call" && isMapped(decorator.callee)) ||
  (decorator.kind === "call" && decorator.args.some((argument) => isMapped(argument.value)));

/** Numbers that come in as arguments remember the call, so that a wrong axis is reported where it is passed. */
function bindParameters(
  definition: FunctionDefinition,
  self: Value | null,
  args: CallArguments,
  scope: Scope,
  analysis: Analysis,
): void {
  const defaults = parameterValues(definition, self, scope, analysis);
  const receiver = self && takesReceiver(definition) ? 1 : 0;
  definition.parameters.forEach((parameter, index) => {
    const place = definition.rest && index >= definition.rest.place ? null : index - receiver;
    const given = index < receiver ? null : args.find(place, parameter.name);
    const value = given ? passed(given.value, parameter.name, args) : defaults.get(parameter.name);
    if (given) tellPassed(given, definition, index, receiver, analysis);
    scope.set(parameter.name, value ?? unknown);
  });
  if (self) scope.set("this", self);
  if (definition.rest) bindRest(definition, definition.rest, receiver, args, scope);
}

/**
 * What a function of this file says of its parameter holds for what is passed, where nothing else is known of that.
 * Functions are called with transposed tensors too, whatever they say.
 */
function tellPassed(
  given: CallArgument,
  definition: FunctionDefinition,
  index: number,
  receiver: number,
  analysis: Analysis,
): void {
  const { value } = given;
  if (value.kind !== "tensor") return;
  const { axes, moved } = value.layout;
  if (analysis.active.length === 0) analysis.passRank(definition, index, axes?.length ?? null);
  if (axes || moved || value.statistic || analysis.neighbourhood?.at(definition.span.start)) return;
  tellParameter(value, definition, definition.parameters[index]!, index - receiver, analysis);
}

/** What is passed beyond the named parameters: `def build(*args, **kwargs)`. */
function bindRest(
  { parameters }: FunctionDefinition,
  { items, options, place }: RestParameters,
  receiver: number,
  args: CallArguments,
  scope: Scope,
): void {
  const sizes = (value: Value, name: string): Value =>
    value.kind === "number" || value.kind === "tuple" ? passed(value, name, args) : value;
  const positional = args.after(place - receiver).positional.map(({ value }) => sizes(value, ""));
  if (items) scope.set(items, tuple(positional));
  const names = new Set(parameters.map(({ name }) => name));
  const named = args.all.filter(({ name }) => name !== null && !names.has(name));
  if (options)
    scope.set(options, {
      kind: "mapping",
      entries: new Map(named.map(({ name, value }) => [name!, sizes(value, name!)])),
    });
}

export const takesReceiver = (definition: FunctionDefinition): boolean =>
  isReceiver(definition.parameters[0]?.name ?? "");

function passed(value: Value, name: string, args: CallArguments): Value {
  if (value.kind === "number") return { ...value, name: value.name ?? name, via: value.via ?? args.span };
  if (value.kind === "tuple") return { ...value, items: value.items.map((item) => passedSize(item, args)) };
  if (
    value.kind === "unknown" ||
    (value.kind === "tensor" && value.root.name === null && value.statistic === null)
  ) {
    const base = value.kind === "tensor" ? value : tensor();
    return { ...base, root: newRoot(name, base.root.exempt ?? exemptionOf(name)), name: base.name ?? name };
  }
  return value;
}

/** A size of a shape that is passed on: `PreNorm((num_patches, dim), fn)`. */
function passedSize(item: Value, args: CallArguments): Value {
  const isSize = item.kind === "tensor" && item.name !== null && !item.layout.axes && !item.statistic;
  if (item.kind !== "number" && !isSize) return item;
  const size = asNumber(item);
  return { ...size, via: size.via ?? args.span };
}
