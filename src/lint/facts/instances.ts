import type { Analysis } from "./analysis.ts";
import { callValue } from "./calls.ts";
import { evaluate, methodOf } from "./evaluate.ts";
import { callFunction, shareOfWork } from "./functions.ts";
import { inheritLayer } from "./inheritance.ts";
import { Scope } from "./scope.ts";
import { CallArguments } from "./callArguments.ts";
import { type ClassValue, type InstanceValue, type Value, knownAs, tensor } from "./values.ts";

/** The methods that set an object up, in the order in which they run. */
export const initialisers = ["__init__", "constructor", "setup", "build", "__post_init__"];

/** The methods that calling an object runs. */
export const forwards = ["forward", "__call__", "call", "apply"];

/** An object of one of the program's classes; once they have taken their share of the work, the last one built. */
export function instantiate(of: ClassValue, args: CallArguments | null, analysis: Analysis): Value {
  const built = analysis.built.get(of.definition) ?? { steps: 0, last: null };
  if (args && built.last && built.steps > shareOfWork) return built.last;
  const before = analysis.stepsLeft;
  const last = build(of, args, analysis);
  analysis.built.set(of.definition, { steps: built.steps + before - analysis.stepsLeft, last });
  return last;
}

/** Fields, then the initialisers, then what they set. */
function build(of: ClassValue, args: CallArguments | null, analysis: Analysis): Value {
  const instance: InstanceValue = { kind: "instance", of, attributes: new Map() };
  const fields = new Scope(of.scope);
  for (const field of of.definition.fields) {
    if (field.kind !== "assign" || field.target.kind !== "name") continue;
    const { name } = field.target;
    const value = field.value ? evaluate(field.value, fields, analysis) : tensor();
    instance.attributes.set(
      name,
      value.kind === "tensor" && !field.value ? { ...value, name } : knownAs(value, name),
    );
  }
  args?.all.forEach((argument) => {
    if (argument.name && instance.attributes.has(argument.name))
      instance.attributes.set(argument.name, knownAs(argument.value, argument.name));
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

/** Calls an object: its forward method, or the one layer that it wraps. */
export function callInstance(instance: InstanceValue, args: CallArguments, analysis: Analysis): Value {
  for (const name of forwards) {
    const method = methodOf(instance.of, name);
    if (method) return callFunction({ kind: "function", ...method, self: instance }, args, analysis);
  }
  const layers = [...instance.attributes.values()].filter((value) => value.kind === "layer");
  return layers.length === 1 ? callValue(layers[0]!, args, analysis) : tensor();
}
