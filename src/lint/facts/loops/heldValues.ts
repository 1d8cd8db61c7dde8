import { roleOfName } from "../../layout/axisNames.ts";
import type { Expression, Span, Statement } from "../../syntax/program.ts";
import { namesIn, walkExpressions } from "../../syntax/walk.ts";

/** `sum = sum + v`, `max = Math.max(max, v)` and `norm = Math.hypot(norm, v)`. */
export function gathers(value: Expression, name: string): boolean {
  if (value.kind === "binary") return value.operator === "+" && namesIn(value).has(name);
  if (value.kind !== "call" || !/^(max|min|hypot)$/.test(calledName(value))) return false;
  return value.args.some((argument) => argument.value.kind === "name" && argument.value.name === name);
}

/** What `if (v > max) max = v` sets to what. */
export function gatheredExtremum({
  test,
  then,
}: Extract<Statement, { kind: "if" }>): { name: string; value: Expression; span: Span } | null {
  const [only] = then;
  if (test.kind !== "binary" || !/^[<>]=?$/.test(test.operator) || then.length !== 1) return null;
  if (only?.kind !== "assign" || only.target.kind !== "name" || !only.value) return null;
  const { name } = only.target;
  return namesIn(test).has(name) ? { name, value: only.value, span: only.span } : null;
}

/** `Math.max(...)` */
export const isExtremum = (value: Expression): boolean =>
  value.kind === "call" && /^(max|min)$/.test(calledName(value));

function calledName({ callee }: Extract<Expression, { kind: "call" }>): string {
  return callee.kind === "attribute" || callee.kind === "name" ? callee.name : "";
}

/** The name that a call starts from: `Math` of `Math.floor(n)`. */
export function headOf(call: Extract<Expression, { kind: "call" }>): string {
  const { callee } = call;
  const object = callee.kind === "attribute" ? callee.object : callee;
  return object.kind === "name" ? object.name : "";
}

/** `x[t]`, `x.subarray(from, to)` unless from the start, `new Float32Array(buffer, from, count)`. */
export function isCutOut(held: Expression): boolean {
  if (held.kind !== "call") return held.kind === "subscript";
  const [first, second] = held.args.map((argument) => argument.value);
  if (held.callee.kind !== "attribute") return second !== undefined;
  if (held.callee.name === "from") return first !== undefined && isCutOut(first);
  return /^(slice|subarray)$/.test(held.callee.name) && !(first?.kind === "number" && first.value === 0);
}

/** The arrays whose elements an expression is computed from. */
export function arraysIndexedIn(value: Expression): Set<string> {
  const arrays = new Set<string>();
  walkExpressions(value, (part) => {
    if (part.kind === "subscript") for (const name of namesIn(part.object)) arrays.add(name);
  });
  return arrays;
}

/** The names that tell one entry of sums from another: of `i % C` none, for that starts again with each token. */
export function ownNames(index: Expression): Set<string> {
  const wraps = index.kind === "binary" && index.operator === "%" && index.right.kind === "name";
  return wraps && roleOfName(index.right.name) === "channel" ? new Set() : namesIn(index);
}

/** The names that say how far a loop runs: `T`, and `nEmbd` of `this.nEmbd`. */
export function boundNames(bound: Expression): Set<string> {
  const names = namesIn(bound);
  walkExpressions(bound, (part) => {
    if (part.kind === "attribute" && part.name !== "length") names.add(part.name);
  });
  return names;
}
