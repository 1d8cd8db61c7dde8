import { refine, unknownLayout } from "../layout/axis.ts";
import { axesFromNames } from "../layout/axisNames.ts";
import { annotatedNames } from "../layout/statedShapes.ts";
import type { FunctionDefinition, Parameter } from "../syntax/program.ts";
import type { Analysis } from "./analysis.ts";
import { evaluate } from "./evaluate.ts";
import { exemptionOf, isTokenName } from "./exemptions.ts";
import { instantiate } from "./instances.ts";
import type { Scope } from "./scope.ts";
import { type ClassValue, type TensorValue, type Value, newRoot, tensor, unknown } from "./values.ts";

/**
 * What the parameters of a function are before anybody calls it: constants by their defaults, objects of the program's
 * own data classes by their annotations, the rest tensors that may also be sizes, with the layouts that annotations,
 * docstrings and comments give them.
 */
export function parameterValues(
  definition: FunctionDefinition,
  self: Value | null,
  scope: Scope,
  analysis: Analysis,
): Map<string, Value> {
  const values = new Map<string, Value>();
  let place = 0;
  definition.parameters.forEach((parameter, index) => {
    if (self && index === 0 && isReceiver(parameter.name)) values.set(parameter.name, self);
    else values.set(parameter.name, parameterValue(definition, parameter, place++, scope, analysis));
  });
  return values;
}

/** Whether a first parameter of this name is the object itself. */
export const isReceiver = (name: string): boolean => /^(self|cls|this|_self|module)$/.test(name);

function parameterValue(
  definition: FunctionDefinition,
  parameter: Parameter,
  place: number,
  scope: Scope,
  analysis: Analysis,
): Value {
  const { name } = parameter;
  const constant = parameter.defaultValue ? evaluate(parameter.defaultValue, scope, analysis) : unknown;
  if (constant.kind === "number") return { ...constant, name };
  if (constant.kind !== "unknown") return constant;
  const held = dataClass(parameter, scope);
  if (held) return instantiate(held, null, analysis);
  const value: TensorValue = { ...tensor(unknownLayout(), newRoot(name, exemptionOf(name))), name };
  tellParameter(value, definition, parameter, place, analysis);
  return value;
}

/** Tells a parameter what its annotation and the comments of its function say. */
export function tellParameter(
  value: TensorValue,
  definition: FunctionDefinition,
  parameter: Parameter,
  place: number,
  analysis: Analysis,
): void {
  if (isTokenName(parameter.name) && analysis.namesTokens(definition.span))
    refine(value.layout, axesFromNames(["B", "N", "C"]), { how: "named", span: parameter.span });
  const names = parameter.annotation ? annotatedNames(parameter.annotation) : null;
  if (names) refine(value.layout, axesFromNames(names), { how: "annotated", span: parameter.span });
  const stated = analysis.notes.ofParameter(definition, parameter.name, place);
  if (stated) refine(value.layout, axesFromNames(stated.names), { how: "stated", span: stated.span });
}

/** The class of the program that a parameter is annotated with, where it only holds values: `config: Config`. */
function dataClass(parameter: Parameter, scope: Scope): ClassValue | null {
  const name = /^["']?([A-Za-z_]\w*)["']?$/.exec(parameter.annotation ?? "")?.[1];
  const value = name ? scope.get(name) : undefined;
  if (value?.kind !== "class") return null;
  const { methods, fields } = value.definition;
  const works = methods.some(({ name: method }) => /^(forward|call|__call__|apply)$/.test(method));
  return works || (fields.length === 0 && methods.length === 0) ? null : value;
}
