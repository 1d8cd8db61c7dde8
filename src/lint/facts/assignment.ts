import { type Layout, refine, unknownLayout } from "../layout/axis.ts";
import { axesFromNames, roleOfName } from "../layout/axisNames.ts";
import type { Expression, Statement } from "../syntax/program.ts";
import type { Analysis } from "./analysis.ts";
import { evaluate, itemOf, mergeValues } from "./evaluate.ts";
import { exemptionOf } from "./exemptions.ts";
import { isInherited } from "./inheritance.ts";
import { replaceNorm } from "./replacedNorms.ts";
import type { Scope } from "./scope.ts";
import { isMaskName } from "./operations/masks.ts";
import {
  type ShapeValue,
  type TensorValue,
  type Value,
  itemsOf,
  newRoot,
  number,
  tensor,
  tuple,
  unknown,
} from "./values.ts";

/** Binds a target: a name, a tuple, `this.x`, or the properties of an object pattern. */
export function assign(target: Expression, value: Value, scope: Scope, analysis: Analysis): void {
  if (target.kind === "name") scope.set(target.name, named(value, target.name, target.span));
  else if (target.kind === "sequence") unpack(target.items, value, target.span, scope, analysis);
  else if (target.kind === "mapping") unpackProperties(target, value, scope, analysis);
  else if (target.kind === "attribute") setAttribute(target, value, scope, analysis);
  else if (target.kind === "spread") assign(target.value, unknown, scope, analysis);
  else if (target.kind === "subscript") changeItem(target, scope);
}

/** `shape[1] = n` leaves a list that is not known any more; a tensor that is written into stays what it is. */
function changeItem(target: Extract<Expression, { kind: "subscript" }>, scope: Scope): void {
  if (target.object.kind !== "name") return;
  const held = scope.get(target.object.name);
  if (held?.kind === "tuple" || held?.kind === "shape") scope.set(target.object.name, unknown);
}

/** `layers.append(layer)` makes a list longer; anything else that changes a list in place leaves it unknown. */
export function changeList(call: Expression, scope: Scope, analysis: Analysis): void {
  if (call.kind !== "call" || call.callee.kind !== "attribute") return;
  const { object, name } = call.callee;
  if (!/^(append|push|insert|extend|pop|remove|reverse|splice|unshift|shift|sort)$/.test(name)) return;
  const held =
    object.kind === "name" || object.kind === "attribute" ? evaluate(object, scope, analysis) : unknown;
  if (held.kind !== "tuple" && held.kind !== "shape") return;
  const added = call.args.length === 1 ? call.args[0]!.value : null;
  const grows = held.kind === "tuple" && added && (name === "append" || name === "push");
  const next = grows ? tuple([...held.items, evaluate(added, scope, analysis)]) : unknown;
  if (object.kind === "name") scope.set(object.name, next);
  else if (object.kind === "attribute") setAttribute(object, next, scope, analysis);
}

/** `self.mean.mul_(0.9).add_(0.1 * mean)` and `mean.assign(...)` leave their result in what they are called on. */
export function changeTensor(call: Expression, value: Value, scope: Scope, analysis: Analysis): void {
  const target = changedBy(call);
  if (target && value.kind === "tensor" && value.statistic) assign(target, value, scope, analysis);
}

/** What a chain of calls in place starts from. */
function changedBy(call: Expression): Expression | null {
  if (call.kind !== "call" || call.callee.kind !== "attribute") return null;
  const { object, name } = call.callee;
  if (!/[a-z]_$|^assign(_add|_sub)?$/.test(name)) return null;
  if (object.kind !== "call") return object.kind === "name" || object.kind === "attribute" ? object : null;
  return changedBy(object);
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
  if (isOpen(value) && isMaskName(name)) return tensor(unknownLayout(), newRoot(name));
  if (value.kind === "tensor" && value.root.name === null && !value.statistic) {
    value.root.name = name;
    value.root.exempt ??= exemptionOf(name);
  }
  return value;
}

/** What a comparison gives, of which nothing else is known. */
const isOpen = (value: Value): boolean =>
  value.kind === "unknown" || (value.kind === "boolean" && value.value === null);

/** `T = x.shape[1]` and `C = x.shape[2]` or `[-1]` together tell what an unpacking tells. */
function nameAxis(layout: Layout, place: number, name: string, span: Statement["span"]): void {
  layout.named.set(place, name);
  const names = [
    layout.named.get(0) ?? "B",
    layout.named.get(1) ?? layout.named.get(-2),
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
    const part = parts?.[index] ?? (index === 0 && isExtremum(value) ? value : itemOf(value));
    const size = value.kind === "shape" && part.kind !== "number" ? number(null) : part;
    assign(
      item,
      item.kind === "name" && size.kind === "number" ? { ...size, name: item.name } : size,
      scope,
      analysis,
    );
  });
}

/** `peak, _ = x.max(dim=1)`: the values come before the indices. */
const isExtremum = (value: Value): boolean =>
  value.kind === "tensor" && /^(maximum|minimum|median)$/.test(value.statistic?.measure ?? "");

/** `B, T, C = x.shape` tells the layout of x; `B, T = x.shape[:2]` that of a sequence with channels behind. */
function unpackShape(items: readonly Expression[], shape: ShapeValue, span: Statement["span"]): void {
  const names = items.map((item) => (item.kind === "name" ? item.name : null));
  if (items[0]?.kind === "spread" || shape.from === -2) return unpackLast(names.slice(-2), shape, span);
  if (items.some((item) => item.kind === "spread") || shape.from !== 0) return;
  const axes = axesFromNames(names);
  if (shape.to === null) refine(shape.layout, axes, { how: "unpacked", span });
  else if (shape.to === 2 && axes[0]?.role === "batch" && axes[1]?.role === "token")
    refine(shape.layout, axesFromNames([...names, "C"]), { how: "unpacked", span });
}

/** `*_, T, C = x.shape` and `T, C = x.shape[-2:]`: whatever lies before them, tokens and channels. */
function unpackLast(
  names: readonly (string | null)[],
  { layout, to }: ShapeValue,
  span: Statement["span"],
): void {
  const [token, channel] = names;
  if (to !== null || layout.axes || token == null || channel == null) return;
  const axes = axesFromNames(["B", token, channel]);
  if (roleOfName(token) === "token" && axes[2]!.role === "channel")
    refine(layout, axes, { how: "unpacked", span });
}

function unpackProperties(
  target: Extract<Expression, { kind: "mapping" }>,
  value: Value,
  scope: Scope,
  analysis: Analysis,
): void {
  for (const { key, value: inner } of target.entries) {
    assign(inner, key?.kind === "string" ? property(value, key.value) : unknown, scope, analysis);
  }
}

const property = (value: Value, key: string): Value => {
  if (value.kind === "mapping") return value.entries.get(key) ?? unknown;
  return value.kind === "path" ? { kind: "path", path: `${value.path}.${key}` } : unknown;
};

function setAttribute(
  target: Extract<Expression, { kind: "attribute" }>,
  value: Value,
  scope: Scope,
  analysis: Analysis,
): void {
  const object = evaluate(target.object, scope, analysis);
  if (object.kind !== "instance") return replaceNorm(target, value, analysis);
  const old = object.attributes.get(target.name);
  const both = old && old.kind === "layer" && value.kind === "layer" && old !== value && !isInherited(old);
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
  const tokenAxis = axes.findIndex((axis) => axis.role === "token");
  if (tokenAxis < 0) return;
  analysis.emit({
    kind: "affine",
    name: target.name,
    sizes: axes.map((axis) => axis.name ?? "?"),
    tokenAxis,
    span: target.span,
    frames: [...analysis.frames],
  });
}
