import { refine, unknownLayout } from "../layout/axis.ts";
import { axesFromNames } from "../layout/axisNames.ts";
import { type StatedShape, annotatedNames, isFiller } from "../layout/statedShapes.ts";
import type { Expression, Statement } from "../syntax/program.ts";
import { walkExpressions } from "../syntax/walk.ts";
import type { Analysis } from "./analysis.ts";
import { evaluate } from "./evaluate.ts";
import type { Scope } from "./scope.ts";
import { newRoot, tensor } from "./values.ts";

// What comments and annotations say about the variables beside them.

/** `x: Float[Array, "b t c"] = ...` and `x = ...  # [B, T, C]` tell the target of an assignment. */
export function tellAssigned(
  statement: Extract<Statement, { kind: "assign" }>,
  scope: Scope,
  analysis: Analysis,
): void {
  const names = statement.annotation ? annotatedNames(statement.annotation) : null;
  if (names) tellTarget(statement.target, names, "annotated", statement.span, scope, analysis);
  const beside = analysis.notes.beside(statement.span).at(-1);
  const stated = beside ?? statedAbove(statement, scope, analysis);
  if (stated) tellTarget(statement.target, stated.names, "stated", stated.span, scope, analysis);
}

const moves = /^(transpose|permute|swapaxes|swapdims|moveaxis|movedim|rearrange|T|mT|t)$/;

/**
 * The one shape above `let h = gather(table, ids)` that names no variable, or h. Above a value that is made of what the
 * target was before, or that moves axes, a shape may be that of the input.
 */
function statedAbove(
  { target, value, operator, span }: Extract<Statement, { kind: "assign" }>,
  scope: Scope,
  analysis: Analysis,
): StatedShape | null {
  if (analysis.notes.empty || target.kind !== "name" || value?.kind !== "call" || operator) return null;
  const held = scope.get(target.name);
  if (held?.kind !== "tensor" || held.layout.axes || held.statistic) return null;
  const [shape, ...more] = analysis.notes.above(span);
  if (!shape || more.length > 0 || shape.order === null) return null;
  const subjects = shape.subjects.filter((subject) => !isFiller(subject));
  if (subjects.some((subject) => subject !== target.name)) return null;
  let mayBeInput = false;
  walkExpressions(value, (part) => {
    mayBeInput ||= part.kind === "name" && part.name === target.name;
    mayBeInput ||= part.kind === "attribute" && moves.test(part.name);
  });
  return mayBeInput ? null : shape;
}

function tellTarget(
  target: Expression,
  names: StatedShape["names"],
  how: "stated" | "annotated",
  span: Statement["span"],
  scope: Scope,
  analysis: Analysis,
): void {
  const [only, ...others] = target.kind === "mapping" ? target.entries : [];
  if (only && others.length === 0) return tellTarget(only.value, names, how, span, scope, analysis);
  if (target.kind !== "name" && target.kind !== "attribute") return;
  const value = target.kind === "name" ? scope.get(target.name) : evaluate(target, scope, analysis);
  if (value?.kind === "tensor") refine(value.layout, axesFromNames(names), { how, span });
  else if (target.kind === "name" && (!value || value.kind === "unknown")) {
    const fresh = { ...tensor(unknownLayout(), newRoot(target.name)), name: null };
    refine(fresh.layout, axesFromNames(names), { how, span });
    scope.set(target.name, fresh);
  }
}

/** A comment above a statement tells the variables it names, or the operands of the sum below it. */
export function tellAbove(statement: Statement, scope: Scope, analysis: Analysis): void {
  if (analysis.notes.empty || statement.kind === "function" || statement.kind === "class") return;
  for (const shape of analysis.notes.above(statement.span)) {
    const told = shape.subjects.filter((subject) => tell(subject, shape, scope));
    if (told.length === 0 && shape.subjects.every(isFiller)) tellUnnamed(statement, shape, scope);
  }
}

function tell(name: string, shape: StatedShape, scope: Scope): boolean {
  const held = scope.get(name);
  if (held?.kind !== "tensor") return false;
  refine(held.layout, axesFromNames(shape.names), { how: "stated", span: shape.span });
  return true;
}

/** An unnamed shape above `y = x + z` is that of the sum's operands too. */
function tellUnnamed(statement: Statement, shape: StatedShape, scope: Scope): void {
  const value = statement.kind === "assign" ? statement.value : null;
  if (value?.kind !== "binary" || value.operator !== "+") return;
  for (const side of [value.left, value.right]) if (side.kind === "name") tell(side.name, shape, scope);
}
