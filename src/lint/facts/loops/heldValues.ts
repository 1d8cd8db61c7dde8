import type { Expression } from "../../syntax/program.ts";
import { namesIn } from "../../syntax/walk.ts";

/** `sum = sum + v` and `max = Math.max(max, v)`. */
export function gathers(value: Expression, name: string): boolean {
  if (value.kind === "binary") return value.operator === "+" && namesIn(value).has(name);
  if (value.kind !== "call") return false;
  const called = value.callee.kind === "attribute" ? value.callee.name : value.callee;
  return (
    (called === "max" || (typeof called === "object" && called.kind === "name" && called.name === "max")) &&
    value.args.some((argument) => argument.value.kind === "name" && argument.value.name === name)
  );
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
