import type { Expression } from "../syntax/program.ts";
import type { Analysis } from "./analysis.ts";
import { evaluateCall } from "./calls.ts";
import { tellByIndex } from "./flatArrays.ts";
import { superOf } from "./inheritance.ts";
import { operate } from "./operators.ts";
import { subscript } from "./operations/indexing.ts";
import { transposedAll } from "./operations/shapes.ts";
import { Scope } from "./scope.ts";
import { type Value, choice, itemsOf, knownAs, number, tensor, tuple, unknown } from "./values.ts";

type Of<K extends Expression["kind"]> = Extract<Expression, { kind: K }>;

/** What an expression stands for. Anything not understood is `unknown`; its parts are still looked at. */
export function evaluate(expression: Expression, scope: Scope, analysis: Analysis): Value {
  analysis.step();
  switch (expression.kind) {
    case "name":
      return scope.get(expression.name) ?? nameless(expression.name, scope, analysis);
    case "number":
      return number(expression.value, expression.span);
    case "string":
      return { kind: "string", value: expression.value };
    case "constant":
      return expression.value === null ? unknown : { kind: "boolean", value: expression.value };
    case "sequence":
      return tuple(expression.items.flatMap((item) => spreadItems(item, scope, analysis)));
    case "spread":
      return evaluate(expression.value, scope, analysis);
    case "mapping":
      return evaluateMapping(expression, scope, analysis);
    case "attribute":
      return attributeOf(evaluate(expression.object, scope, analysis), expression.name, analysis);
    case "subscript":
      return evaluateSubscript(expression, scope, analysis);
    case "slice":
      return unknown;
    case "call":
      return evaluateCall(expression, scope, analysis);
    case "binary":
      return evaluateBinary(expression, scope, analysis);
    case "unary":
      return evaluateUnary(expression, scope, analysis);
    case "conditional":
      return evaluateConditional(expression, scope, analysis);
    case "comprehension":
      return evaluateComprehension(expression, scope, analysis);
    case "function":
      return { kind: "function", definition: expression.definition, scope, self: null };
    case "other":
      for (const child of expression.children) evaluate(child, scope, analysis);
      return unknown;
  }
}

/** A name that nobody has set: `super` of JavaScript, or the start of a library's path. */
const nameless = (name: string, scope: Scope, analysis: Analysis): Value =>
  name === "super" && analysis.javascript ? superOf(scope, analysis) : { kind: "path", path: name };

function spreadItems(item: Expression, scope: Scope, analysis: Analysis): readonly Value[] {
  const value = evaluate(item, scope, analysis);
  return item.kind === "spread" ? (itemsOf(value) ?? [value]) : [value];
}

function evaluateMapping(expression: Of<"mapping">, scope: Scope, analysis: Analysis): Value {
  const entries = new Map<string, Value>();
  for (const { key, value } of expression.entries) {
    const held = evaluate(value, scope, analysis);
    if (key?.kind === "string") entries.set(key.value, knownAs(held, key.value));
    else if (key === null && held.kind === "mapping")
      for (const [name, inner] of held.entries) entries.set(name, inner);
  }
  return { kind: "mapping", entries };
}

/** `object.name`. An attribute that nobody set is a tensor of its own, the same one each time. */
export function attributeOf(object: Value, name: string, analysis: Analysis): Value {
  switch (object.kind) {
    case "path":
      return { kind: "path", path: `${object.path}.${name}` };
    case "instance":
      return instanceAttribute(object, name);
    case "class":
      return classAttribute(object, name, analysis);
    case "mapping":
      return object.entries.get(name) ?? { kind: "method", object, name };
    case "tensor":
      return tensorAttribute(object, name, analysis);
    case "choice":
      return attributeOf(object.options[0]!, name, analysis);
    default:
      return { kind: "method", object, name };
  }
}

/** `Axis.TOKEN` of an enumeration, and other fields of a class. */
function classAttribute(object: Extract<Value, { kind: "class" }>, name: string, analysis: Analysis): Value {
  const field = object.definition.fields.find(
    (candidate) =>
      candidate.kind === "assign" && candidate.target.kind === "name" && candidate.target.name === name,
  );
  const value = field?.kind === "assign" ? field.value : null;
  if (value) return knownAs(evaluate(value, object.scope, analysis), name);
  const method = methodOf(object, name);
  if (!method) return { kind: "method", object, name };
  const bound = method.definition.decorators.some(
    (decorator) => decorator.kind === "name" && decorator.name === "classmethod",
  );
  return { kind: "function", ...method, self: bound ? object : null };
}

function instanceAttribute(object: Extract<Value, { kind: "instance" }>, name: string): Value {
  const own = object.attributes.get(name);
  if (own) return own;
  const found = methodOf(object.of, name);
  if (found) return { kind: "function", definition: found.definition, scope: found.scope, self: object };
  const fresh = { ...tensor(), name };
  object.attributes.set(name, fresh);
  return fresh;
}

/** A method of a class or of a base class that is in sight. */
export function methodOf(
  of: Extract<Value, { kind: "class" }>,
  name: string,
  depth = 0,
): { definition: Extract<Value, { kind: "function" }>["definition"]; scope: Scope } | null {
  const definition = of.definition.methods.find((method) => method.name === name);
  if (definition) return { definition, scope: of.scope };
  for (const base of depth < 8 ? of.definition.bases : []) {
    const value = base.kind === "name" ? of.scope.get(base.name) : undefined;
    const found = value?.kind === "class" && value !== of ? methodOf(value, name, depth + 1) : null;
    if (found) return found;
  }
  return null;
}

function tensorAttribute(
  object: Extract<Value, { kind: "tensor" }>,
  name: string,
  analysis: Analysis,
): Value {
  if (name === "shape" || (name === "dims" && analysis.javascript))
    return { kind: "shape", layout: object.layout, from: 0, to: null };
  if (name === "T" || name === "mT" || name === "H") return transposedAll(object, name === "mT");
  if (name === "ndim" || name === "rank") return number(object.layout.axes?.length ?? null);
  if (name === "length") return number(null);
  if (name === "ref" && analysis.javascript) return object;
  if (name === "data" || name === "real" || name === "values" || name === "value")
    return methodOrSame(object, name, analysis);
  return { kind: "method", object, name };
}

/** `x.data` is x itself; `x.values` may also be called, so it stays a method that is read as its tensor. */
const methodOrSame = (object: Extract<Value, { kind: "tensor" }>, name: string, analysis: Analysis): Value =>
  name === "data" && analysis.javascript ? { ...object } : object;

function evaluateSubscript(expression: Of<"subscript">, scope: Scope, analysis: Analysis): Value {
  const object = evaluate(expression.object, scope, analysis);
  const indices = expression.indices.flatMap((index) =>
    index.kind === "sequence" && object.kind !== "mapping" ? index.items : [index],
  );
  const values = indices.map((index) => evaluate(index, scope, analysis));
  if (analysis.javascript && object.kind === "tensor" && !object.layout.axes)
    tellByIndex(object, summandsOf(indices[0], values, scope, analysis), expression.span);
  return subscript(object, indices, values, (bound) => evaluate(bound, scope, analysis));
}

/** The two parts of an index such as `t * C + c`, else the index itself. */
function summandsOf(
  index: Expression | undefined,
  values: readonly Value[],
  scope: Scope,
  analysis: Analysis,
): readonly Value[] {
  if (index?.kind !== "binary" || index.operator !== "+") return values;
  return [evaluate(index.left, scope, analysis), evaluate(index.right, scope, analysis)];
}

function evaluateBinary(expression: Of<"binary">, scope: Scope, analysis: Analysis): Value {
  const left = evaluate(expression.left, scope, analysis);
  const right = evaluate(expression.right, scope, analysis);
  return operate(expression.operator, left, right, expression.span, analysis);
}

function evaluateUnary(expression: Of<"unary">, scope: Scope, analysis: Analysis): Value {
  const operand = evaluate(expression.operand, scope, analysis);
  if (expression.operator !== "-") return operand;
  if (operand.kind === "number" && operand.value !== null)
    return { ...number(-operand.value, expression.span) };
  return operand;
}

function evaluateConditional(expression: Of<"conditional">, scope: Scope, analysis: Analysis): Value {
  evaluate(expression.test, scope, analysis);
  return mergeValues(
    evaluate(expression.then, scope, analysis),
    evaluate(expression.otherwise, scope, analysis),
  );
}

/** What a name may be after either of two branches. */
export function mergeValues(a: Value, b: Value): Value {
  if (a === b || b.kind === "unknown") return a;
  if (a.kind === "unknown") return b;
  if (a.kind === "tensor" && b.kind === "tensor") return mergeTensors(a, b);
  const callable = /^(layer|instance|class|wrapped|function|path|choice)$/;
  if (callable.test(a.kind) && callable.test(b.kind)) return choice([...options(a), ...options(b)]);
  return a;
}

const options = (value: Value): readonly Value[] => (value.kind === "choice" ? value.options : [value]);

function mergeTensors(a: Extract<Value, { kind: "tensor" }>, b: Extract<Value, { kind: "tensor" }>): Value {
  const [first, second] = [a.layout.axes, b.layout.axes];
  if (!first || !second) return first ? a : b;
  const same =
    first.length === second.length && first.every((axis, index) => axis.role === second[index]!.role);
  return same ? a : tensor();
}

function evaluateComprehension(expression: Of<"comprehension">, scope: Scope, analysis: Analysis): Value {
  const iterable = evaluate(expression.iterable, scope, analysis);
  const items = itemsOf(iterable);
  const inner = new Scope(scope);
  const element = (item: Value): Value => {
    bindNames(expression.variable, item, inner);
    return evaluate(expression.element, inner, analysis);
  };
  if (items && items.length <= 8 && !expression.filtered) return tuple(items.map(element));
  return { kind: "repeated", item: element(items?.[0] ?? itemOf(iterable)) };
}

export const itemOf = (value: Value): Value => (value.kind === "repeated" ? value.item : unknown);

/** Binds the names of a loop or comprehension variable. */
export function bindNames(target: Expression, value: Value, scope: Scope): void {
  if (target.kind === "name") scope.set(target.name, value);
  if (target.kind === "sequence") {
    const items = itemsOf(value);
    target.items.forEach((item, index) => bindNames(item, items?.[index] ?? itemOf(value), scope));
  }
}
