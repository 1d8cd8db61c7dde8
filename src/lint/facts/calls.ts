import type { Expression, FunctionDefinition } from "../syntax/program.ts";
import type { Analysis } from "./analysis.ts";
import { exemptionOf } from "./exemptions.ts";
import { parameterCall } from "./creation.ts";
import { libraryCall } from "./libraryCalls.ts";
import { attributeOf, evaluate, methodOf } from "./evaluate.ts";
import { execute } from "./execute.ts";
import { isReceiver, parameterValues } from "./parameters.ts";
import { applyLayer } from "./layers/apply.ts";
import { operationOf } from "./operations/index.ts";
import { layoutOf } from "../layout/axis.ts";
import { Scope } from "./scope.ts";
import {
  type CallArgument,
  CallArguments,
  type ClassValue,
  type FunctionValue,
  type InstanceValue,
  type Value,
  asNumber,
  choice,
  itemsOf,
  newRoot,
  tensor,
  unknown,
} from "./values.ts";

/** How deep calls of the program's own functions are followed. */
const maxDepth = 6;

export const initialisers = ["__init__", "constructor", "setup", "build", "__post_init__"];
const forwards = ["forward", "__call__", "call", "apply"];

export function evaluateCall(
  expression: Extract<Expression, { kind: "call" }>,
  scope: Scope,
  analysis: Analysis,
): Value {
  const callee = evaluate(expression.callee, scope, analysis);
  const args = new CallArguments(
    expression.args.flatMap((argument): CallArgument[] => {
      const value = evaluate(argument.value, scope, analysis);
      if (argument.value.kind !== "spread")
        return [{ name: argument.name, value, expression: argument.value }];
      return spread(value, argument.value);
    }),
    expression.span,
  );
  return callValue(callee, args, analysis);
}

/** `f(*sizes)` and `f(**options)`. */
function spread(value: Value, expression: Expression): CallArgument[] {
  if (value.kind === "mapping")
    return [...value.entries].map(([name, held]) => ({ name, value: held, expression }));
  return (itemsOf(value) ?? []).map((item) => ({ name: null, value: item, expression }));
}

/** Calls a value: the program's own function or class, a layer, a method of a tensor, or a library's function. */
export function callValue(callee: Value, args: CallArguments, analysis: Analysis): Value {
  analysis.step();
  switch (callee.kind) {
    case "function":
      return callFunction(callee, args, analysis);
    case "class":
      return instantiate(callee, args, analysis);
    case "instance":
      return callInstance(callee, args, analysis);
    case "layer":
      return applyLayer(callee.layer, args, analysis);
    case "method":
      return callMethod(callee.object, callee.name, args, analysis);
    case "path":
      return libraryCall(callee.path, args, analysis);
    case "wrapped":
      return callWrapped(callee, args, analysis);
    case "choice":
      return callee.options.map((option) => callValue(option, args, analysis))[0] ?? unknown;
    case "tensor":
      return (callee.name && parameterCall(callee.name, args)) || tensor();
    default:
      return tensor();
  }
}

function callWrapped(
  callee: Extract<Value, { kind: "wrapped" }>,
  args: CallArguments,
  analysis: Analysis,
): Value {
  const all = callee.mapped
    ? args.all.map((argument) => ({ ...argument, value: withoutFirstAxis(argument.value) }))
    : [...args.all, ...(callee.args?.all ?? [])];
  const result = callValue(callee.target, new CallArguments(all, args.span), analysis);
  const [input] = args.all;
  return callee.mapped && input?.value.kind === "tensor" ? tensor(input.value.layout) : result;
}

/** Inside `vmap` a function sees one item: the statistics of a row alone. */
function withoutFirstAxis(value: Value): Value {
  if (value.kind !== "tensor") return value;
  const axes = value.layout.axes;
  return tensor(layoutOf(axes ? axes.slice(1) : null, axes ? value.layout.evidence : null), value.root);
}

function callFunction(callee: FunctionValue, args: CallArguments, analysis: Analysis): Value {
  const { definition } = callee;
  if (analysis.active.length >= maxDepth || analysis.active.includes(definition)) return tensor();
  if (definition.decorators.some((decorator) => isMapped(decorator))) return tensor();
  const scope = new Scope(callee.scope);
  bindParameters(definition, callee.self, args, scope, analysis);
  analysis.active.push(definition);
  analysis.frames.push(args.span);
  try {
    return execute(definition.body, scope, analysis) ?? unknown;
  } finally {
    analysis.frames.pop();
    analysis.active.pop();
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
    const given = index < receiver ? null : args.find(index - receiver, parameter.name);
    const value = given ? passed(given.value, parameter.name, args) : defaults.get(parameter.name);
    scope.set(parameter.name, value ?? unknown);
  });
  if (self) scope.set("this", self);
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

/** An object of one of the program's classes: fields, then the initialisers, then what they set. */
export function instantiate(of: ClassValue, args: CallArguments | null, analysis: Analysis): Value {
  const instance: InstanceValue = { kind: "instance", of, attributes: new Map() };
  const fields = new Scope(of.scope);
  for (const field of of.definition.fields) {
    if (field.kind !== "assign" || field.target.kind !== "name") continue;
    if (field.value) instance.attributes.set(field.target.name, evaluate(field.value, fields, analysis));
    else instance.attributes.set(field.target.name, { ...tensor(), name: field.target.name });
  }
  args?.all.forEach((argument) => {
    if (argument.name && instance.attributes.has(argument.name))
      instance.attributes.set(argument.name, argument.value);
  });
  if (args && !methodOf(of, "__init__") && !methodOf(of, "constructor"))
    inheritLayer(instance, args, analysis);
  for (const name of initialisers) {
    const method = methodOf(of, name);
    if (!method) continue;
    const bound =
      args && (name === "__init__" || name === "constructor")
        ? args
        : new CallArguments([], args?.span ?? of.definition.span);
    callFunction({ kind: "function", ...method, self: instance }, bound, analysis);
  }
  return instance;
}

/** `class TokenNorm(nn.LayerNorm): ...` is built as the layer that it extends. */
function inheritLayer(instance: InstanceValue, args: CallArguments, analysis: Analysis): void {
  for (const base of instance.of.definition.bases) {
    const value = evaluate(base, instance.of.scope, analysis);
    const layer = value.kind === "path" ? libraryCall(value.path, args, analysis) : unknown;
    if (layer.kind === "layer" && layer.layer.kind === "norm") instance.attributes.set("super", layer);
  }
}

function callInstance(instance: InstanceValue, args: CallArguments, analysis: Analysis): Value {
  for (const name of forwards) {
    const method = methodOf(instance.of, name);
    if (method) return callFunction({ kind: "function", ...method, self: instance }, args, analysis);
  }
  const layers = [...instance.attributes.values()].filter((value) => value.kind === "layer");
  return layers.length === 1 ? callValue(layers[0]!, args, analysis) : tensor();
}

function callMethod(object: Value, name: string, args: CallArguments, analysis: Analysis): Value {
  if (object.kind === "tensor") return tensorMethod(object, name, args, analysis);
  if (forwards.includes(name) || name === "__call__") return callValue(object, args, analysis);
  if (object.kind === "shape" && /^(as_list|tolist|numpy|slice|to_tuple)$/.test(name)) return object;
  if (object.kind === "mapping" && name === "get") return lookUp(object.entries, args);
  if (object.kind === "layer" || object.kind === "choice") return object;
  if (object.kind === "method") return tensorMethod(tensor(), name, args, analysis);
  if (object.kind === "unknown") return tensorMethod(tensor(), name, args, analysis);
  return unknown;
}

const lookUp = (entries: ReadonlyMap<string, Value>, args: CallArguments): Value => {
  const key = args.value(0);
  if (key.kind === "string") return entries.get(key.value) ?? unknown;
  return choice([...entries.values()]);
};

function tensorMethod(
  input: Extract<Value, { kind: "tensor" }>,
  name: string,
  args: CallArguments,
  analysis: Analysis,
): Value {
  if (analysis.javascript && (name === "map" || name === "reduce" || name === "forEach"))
    return arrayMethod(input, name, args, analysis);
  if (input.name !== null && forwards.includes(name)) return tensor();
  const operation = operationOf(name);
  return operation
    ? operation({ name, input, args, span: args.span, analysis, path: "" })
    : attributeOf(unknown, name, analysis).kind === "method"
      ? tensor()
      : unknown;
}

/** `x.map((v) => ...)`: the function sees single numbers of x; `x.reduce(...)` that adds is a sum over all of x. */
function arrayMethod(
  input: Extract<Value, { kind: "tensor" }>,
  name: string,
  args: CallArguments,
  analysis: Analysis,
): Value {
  const callback = args.value(0);
  if (name === "reduce") {
    const sum = operationOf("sum")!;
    return sum({
      name: "sum",
      input,
      args: new CallArguments([], args.span),
      span: args.span,
      analysis,
      path: "",
    });
  }
  if (callback.kind === "function")
    callValue(callback, new CallArguments([{ ...args.all[0]!, value: input }], args.span), analysis);
  return input;
}
