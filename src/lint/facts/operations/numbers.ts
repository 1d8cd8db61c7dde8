import { type NumberValue, type Value, number } from "../values.ts";

/** `a operator b` of two numbers. Products of sizes keep their factors, as `view(B * T, C)` needs. */
export function numberOperation(operator: string, left: NumberValue, right: NumberValue): Value {
  if (operator === "*" && (left.value === null || right.value === null))
    return { ...number(null), factors: [...factorsOf(left), ...factorsOf(right)] };
  if (left.value === null || right.value === null) return named(operator, left, right);
  return { ...left, value: results[operator]?.(left.value, right.value) ?? null };
}

const results: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "//": (a, b) => Math.floor(a / b),
  "**": (a, b) => a ** b,
  "%": (a, b) => a % b,
};

const factorsOf = (value: NumberValue): readonly NumberValue[] =>
  value.factors.length > 0 ? value.factors : [value];

/** `num_patches + 1` is still a number of patches. */
function named(operator: string, left: NumberValue, right: NumberValue): Value {
  const [size, change] = left.value === null ? [left, right] : [right, left];
  const small = change.value !== null && Math.abs(change.value) <= 4 && /^[+-]$/.test(operator);
  return small && size.name !== null && size === left ? { ...number(null), name: size.name } : number(null);
}
