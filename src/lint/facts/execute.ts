import { type Layout, layoutText, refine, unknownLayout } from "../layout/axis.ts";
import { axesFromNames } from "../layout/axisNames.ts";
import { type StatedShape, annotatedNames } from "../layout/statedShapes.ts";
import type { Expression, FunctionDefinition, Statement } from "../syntax/program.ts";
import type { Analysis } from "./analysis.ts";
import { bindNames, evaluate, itemOf, mergeValues } from "./evaluate.ts";
import { exemptionOf, isTokenName } from "./exemptions.ts";
import { binaryOperation } from "./operations/arithmetic.ts";
import type { Scope } from "./scope.ts";
import {
  type ShapeValue,
  type TensorValue,
  type Value,
  itemsOf,
  newRoot,
  number,
  tensor,
  unknown,
} from "./values.ts";

/** Runs statements in order; gives what they return, or null. */
export function execute(statements: readonly Statement[], scope: Scope, analysis: Analysis): Value | null {
  let returned: Value | null = null;
  for (const statement of statements)
    if (statement.kind === "function" && !scope.get(statement.definition.name)) define(statement, scope);
  for (const statement of statements) {
    applyNotesAbove(statement, scope, analysis);
    const value = executeStatement(statement, scope, analysis);
    returned = returned && value ? mergeValues(returned, value) : (returned ?? value);
  }
  return returned;
}

function define(statement: Extract<Statement, { kind: "function" }>, scope: Scope): void {
  scope.set(statement.definition.name, {
    kind: "function",
    definition: statement.definition,
    scope,
    self: null,
  });
}

function executeStatement(statement: Statement, scope: Scope, analysis: Analysis): Value | null {
  switch (statement.kind) {
    case "assign":
      executeAssignment(statement, scope, analysis);
      return null;
    case "expression":
      evaluate(statement.value, scope, analysis);
      return null;
    case "return":
      return statement.value ? evaluate(statement.value, scope, analysis) : null;
    case "if":
      return executeIf(statement, scope, analysis);
    case "loop":
      return executeLoop(statement, scope, analysis);
    case "block":
      return execute(statement.body, scope, analysis);
    case "function":
      define(statement, scope);
      return null;
    case "class":
      scope.set(statement.definition.name, { kind: "class", definition: statement.definition, scope });
      return null;
    case "import":
      for (const { name, path } of statement.bindings)
        if (!definedHere(scope.get(name))) scope.set(name, { kind: "path", path });
      return null;
  }
}

/** In a notebook or a bundle the program's own definition wins over an import of the same name. */
const definedHere = (value: Value | undefined): boolean =>
  value?.kind === "class" || value?.kind === "function";

function executeIf(
  statement: Extract<Statement, { kind: "if" }>,
  scope: Scope,
  analysis: Analysis,
): Value | null {
  evaluate(statement.test, scope, analysis);
  const [then, otherwise] = [scope.branch(), scope.branch()];
  const first = execute(statement.then, then, analysis);
  const second = execute(statement.otherwise, otherwise, analysis);
  scope.join(then, otherwise, mergeValues);
  return first && second ? mergeValues(first, second) : (first ?? second);
}

function executeLoop(
  statement: Extract<Statement, { kind: "loop" }>,
  scope: Scope,
  analysis: Analysis,
): Value | null {
  if (statement.variable) {
    const items =
      statement.over?.kind === "items" ? evaluate(statement.over.items, scope, analysis) : number(null);
    const item = items.kind === "number" ? items : (itemsOf(items)?.[0] ?? itemOf(items));
    bindNames(statement.variable, item, scope);
  }
  return execute(statement.body, scope, analysis);
}

function executeAssignment(
  statement: Extract<Statement, { kind: "assign" }>,
  scope: Scope,
  analysis: Analysis,
): void {
  if (!statement.value) return;
  const right = evaluate(statement.value, scope, analysis);
  const value = statement.operator
    ? binaryOperation(
        statement.operator,
        evaluate(statement.target, scope, analysis),
        right,
        statement.span,
        analysis,
      )
    : right;
  assign(statement.target, value, scope, analysis);
  const names = statement.annotation ? annotatedNames(statement.annotation) : null;
  if (names) tellTarget(statement.target, names, "annotated", statement.span, scope, analysis);
  const stated = analysis.notes.beside(statement.span).at(-1);
  if (stated) tellTarget(statement.target, stated.names, "stated", stated.span, scope, analysis);
}

/** Binds a target: a name, a tuple, `this.x`, or the properties of an object pattern. */
function assign(target: Expression, value: Value, scope: Scope, analysis: Analysis): void {
  if (target.kind === "name") scope.set(target.name, named(value, target.name, target.span));
  else if (target.kind === "sequence") unpack(target.items, value, target.span, scope, analysis);
  else if (target.kind === "mapping") unpackProperties(target, value, scope, analysis);
  else if (target.kind === "attribute") setAttribute(target, value, scope, analysis);
  else if (target.kind === "spread") assign(target.value, unknown, scope, analysis);
}

/** `T = x.shape[1]` names the axis; a fresh tensor takes the name it is held by, for messages. */
function named(value: Value, name: string, span: Statement["span"]): Value {
  if (value.kind === "number" && value.axis) {
    if (value.axis.role === "unknown" || value.axis.name === null) {
      const [axis] = axesFromNames([name]);
      value.axis.name ??= axis?.name ?? name;
    }
    return { ...value, name: value.name ?? name };
  }
  if (value.kind === "number") {
    if (value.read) nameAxis(value.read.layout, value.read.place, name, span);
    return { ...value, name };
  }
  if (value.kind === "tensor" && value.root.name === null && !value.statistic) {
    value.root.name = name;
    value.root.exempt ??= exemptionOf(name);
  }
  return value;
}

/** `T = x.shape[1]` and `C = x.shape[2]` or `[-1]` together tell what an unpacking tells. */
function nameAxis(layout: Layout, place: number, name: string, span: Statement["span"]): void {
  layout.named.set(place, name);
  const names = [
    layout.named.get(0) ?? "B",
    layout.named.get(1),
    layout.named.get(2) ?? layout.named.get(-1),
  ];
  if (names.includes(undefined) || layout.named.has(3)) return;
  const axes = axesFromNames(names as string[]);
  if (axes.some((axis) => axis.role === "token")) refine(layout, axes, { how: "unpacked", span });
}

function unpack(
  items: readonly Expression[],
  value: Value,
  span: Statement["span"],
  scope: Scope,
  analysis: Analysis,
): void {
  if (value.kind === "shape") unpackShape(items, value, span);
  const parts = itemsOf(value);
  items.forEach((item, index) => {
    const part = parts?.[index] ?? itemOf(value);
    const size = value.kind === "shape" && part.kind !== "number" ? number(null) : part;
    assign(
      item,
      item.kind === "name" && size.kind === "number" ? { ...size, name: item.name } : size,
      scope,
      analysis,
    );
  });
}

/** `B, T, C = x.shape` tells the layout of x; `B, T = x.shape[:2]` that of a sequence with channels behind. */
function unpackShape(items: readonly Expression[], shape: ShapeValue, span: Statement["span"]): void {
  const names = items.map((item) => (item.kind === "name" ? item.name : null));
  if (items.some((item) => item.kind === "spread") || shape.from !== 0) return;
  const axes = axesFromNames(names);
  if (shape.to === null) refine(shape.layout, axes, { how: "unpacked", span });
  else if (shape.to === 2 && axes[0]?.role === "batch" && axes[1]?.role === "token")
    refine(shape.layout, axesFromNames([...names, "C"]), { how: "unpacked", span });
}

function unpackProperties(
  target: Extract<Expression, { kind: "mapping" }>,
  value: Value,
  scope: Scope,
  analysis: Analysis,
): void {
  for (const { key, value: inner } of target.entries) {
    const held =
      value.kind === "mapping" && key?.kind === "string" ? value.entries.get(key.value) : undefined;
    assign(inner, held ?? unknown, scope, analysis);
  }
}

function setAttribute(
  target: Extract<Expression, { kind: "attribute" }>,
  value: Value,
  scope: Scope,
  analysis: Analysis,
): void {
  const object = evaluate(target.object, scope, analysis);
  if (object.kind !== "instance") return;
  const old = object.attributes.get(target.name);
  const both = old && old.kind === "layer" && value.kind === "layer" && old !== value;
  object.attributes.set(target.name, both ? mergeValues(old, value) : named(value, target.name, target.span));
  if (value.kind === "tensor" && value.root.exempt === "weights") emitAffine(target, value, analysis);
}

/** A scale or shift with a size per token. */
function emitAffine(
  target: Extract<Expression, { kind: "attribute" }>,
  value: TensorValue,
  analysis: Analysis,
): void {
  const axes = value.layout.axes ?? [];
  if (!/^(gamma|beta|scale|shift|weight|bias|gain|g|b|alpha|a_2|b_2)$/i.test(target.name)) return;
  if (!axes.some((axis) => axis.role === "token") || layoutText(value.layout) === null) return;
  analysis.emit({
    kind: "affine",
    name: target.name,
    sizes: axes.map((axis) => axis.name ?? "?"),
    span: target.span,
    frames: [...analysis.frames],
  });
}

function tellTarget(
  target: Expression,
  names: StatedShape["names"],
  how: "stated" | "annotated",
  span: Statement["span"],
  scope: Scope,
  analysis: Analysis,
): void {
  if (target.kind !== "name" && target.kind !== "attribute") return;
  const value = target.kind === "name" ? scope.get(target.name) : evaluate(target, scope, analysis);
  if (value?.kind === "tensor") refine(value.layout, axesFromNames(names), { how, span });
  else if (target.kind === "name" && (!value || value.kind === "unknown")) {
    const fresh = { ...tensor(unknownLayout(), newRoot(target.name)), name: null };
    refine(fresh.layout, axesFromNames(names), { how, span });
    scope.set(target.name, fresh);
  }
}

/** A comment above a statement tells the variable it names, or what the statement assigns. */
function applyNotesAbove(statement: Statement, scope: Scope, analysis: Analysis): void {
  if (analysis.notes.empty || statement.kind === "function" || statement.kind === "class") return;
  for (const shape of analysis.notes.above(statement.span)) {
    const subject = shape.subject ? scope.get(shape.subject) : undefined;
    if (subject?.kind === "tensor")
      refine(subject.layout, axesFromNames(shape.names), { how: "stated", span: shape.span });
    else if (!shape.subject) tellUnnamed(statement, shape, scope);
  }
}

/** An unnamed shape above `y = x + z` is that of the sum's operands too. */
function tellUnnamed(statement: Statement, shape: StatedShape, scope: Scope): void {
  const value = statement.kind === "assign" ? statement.value : null;
  if (value?.kind !== "binary" || value.operator !== "+") return;
  for (const side of [value.left, value.right]) {
    const held = side.kind === "name" ? scope.get(side.name) : undefined;
    if (held?.kind === "tensor")
      refine(held.layout, axesFromNames(shape.names), { how: "stated", span: shape.span });
  }
}

/**
 * What the parameters of a function are before anybody calls it: constants by their defaults, the rest tensors that
 * may also be sizes, with the layouts that annotations, docstrings and comments give them.
 */
export function parameterValues(
  definition: FunctionDefinition,
  self: Value | null,
  scope: Scope,
  analysis: Analysis,
): Map<string, Value> {
  const values = new Map<string, Value>();
  const stated = analysis.notes.of(definition);
  definition.parameters.forEach((parameter, index) => {
    if (self && index === 0 && /^(self|cls|module|_self)$/.test(parameter.name))
      return values.set(parameter.name, self);
    const constant = parameter.defaultValue ? evaluate(parameter.defaultValue, scope, analysis) : unknown;
    if (constant.kind === "number") return values.set(parameter.name, { ...constant, name: parameter.name });
    if (constant.kind !== "unknown") return values.set(parameter.name, constant);
    const value: TensorValue = {
      ...tensor(unknownLayout(), newRoot(parameter.name, exemptionOf(parameter.name))),
      name: parameter.name,
    };
    if (analysis.namesTokens && isTokenName(parameter.name))
      refine(value.layout, axesFromNames(["B", "N", "C"]), { how: "named", span: parameter.span });
    const names = parameter.annotation ? annotatedNames(parameter.annotation) : null;
    if (names) refine(value.layout, axesFromNames(names), { how: "annotated", span: parameter.span });
    for (const shape of stated)
      if (shape.subject === parameter.name)
        refine(value.layout, axesFromNames(shape.names), { how: "stated", span: shape.span });
    return values.set(parameter.name, value);
  });
  return values;
}
