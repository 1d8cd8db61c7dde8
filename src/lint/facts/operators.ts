import { refine } from "../layout/axis.ts";
import { axesFromNames } from "../layout/axisNames.ts";
import type { Span } from "../syntax/program.ts";
import type { Analysis } from "./analysis.ts";
import { isSize } from "./flatArrays.ts";
import { binaryOperation } from "./operations/arithmetic.ts";
import { numberOperation } from "./operations/numbers.ts";
import { type Value, asNumber } from "./values.ts";

/** `left operator right`: comparisons, choices such as `shape or width`, sizes of plain JavaScript, and arithmetic. */
export function operate(operator: string, left: Value, right: Value, span: Span, analysis: Analysis): Value {
  if (/^(==|!=|===|!==|<|>|<=|>=|in|not in|is|is not)$/.test(operator))
    return compare(operator, left, right, span);
  if (/^(or|\|\||\?\?)$/.test(operator)) return isGiven(left) ? left : right;
  if (/^(and|&&)$/.test(operator)) return right;
  const sizes = analysis.javascript && isSize(left) && isSize(right) && left !== right;
  if (sizes) return numberOperation(operator, asNumber(left), asNumber(right));
  return binaryOperation(operator, left, right, span, analysis);
}

/** Whether a value is there: a parameter that nobody has passed may be none. */
const isGiven = (value: Value): boolean =>
  value.kind !== "unknown" && !(value.kind === "tensor" && value.name !== null && !value.layout.axes);

/** `assert x.shape == (B, T, C)` tells a layout. */
function compare(operator: string, left: Value, right: Value, span: Span): Value {
  const whole = left.kind === "shape" && left.from === 0 && left.to === null;
  if (whole && right.kind === "tuple" && /^={2,3}$/.test(operator)) {
    const axes = axesFromNames(right.items.map((item) => asNumber(item).name));
    if (axes.some((axis) => axis.role === "token")) refine(left.layout, axes, { how: "stated", span });
  }
  return { kind: "boolean", value: null };
}
