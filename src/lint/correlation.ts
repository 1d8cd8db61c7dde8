import type { Expression, Span, Statement } from "./syntax/program.ts";
import { sourcesIn, walkStatements } from "./syntax/walk.ts";

// Pearson's correlation centres two tensors over an axis and sums their product over it: what is left has no such axis.

type Call = Extract<Expression, { kind: "call" }>;

const reductions = /^(reduce_)?(sum|mean|norm|std|var)$/;
const elementwise = /^(pow|square|abs)$/;
const libraries = /^(torch|np|numpy|jnp|tf|linalg)$/;

/** The names that these statements centre over an axis by its own mean, and the source of that axis. */
export function centredNames(statements: readonly Statement[], text: string): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  walkStatements(statements, (statement) => {
    if (statement.kind !== "assign" || statement.target.kind !== "name") return;
    const { value } = statement;
    const mean = value?.kind === "binary" && value.operator === "-" ? reductionOf(value.right) : null;
    const axis = mean?.name === "mean" ? axisOf(mean, text) : null;
    if (axis !== null) names.set(statement.target.name, axis);
  });
  return names;
}

/**
 * What a read of a centred name ends in: a sum over its axis of its product with another one, a size of its own over
 * that axis, or something else.
 *
 * @param parents the expressions around the read, innermost first.
 */
export function endOfCentred(
  name: string,
  parents: readonly Expression[],
  centred: ReadonlyMap<string, string>,
  text: string,
): "product" | "size" | null {
  const reduced = parents.map(reductionOf).find((reduction) => reduction !== null);
  const axis = centred.get(name);
  if (!reduced || axis === undefined || axisOf(reduced, text) !== axis) return null;
  const names = namesOfPowers(reduced.operand);
  if (!names || [...names].some((one) => centred.get(one) !== axis)) return null;
  return names.size > 1 ? "product" : "size";
}

interface Reduction {
  readonly name: string;
  readonly operand: Expression;
  readonly call: Call;
  /** Whether the operand is the first argument. */
  readonly isFunction: boolean;
}

/** `x.sum(1)` and `torch.sum(x, 1)`. */
function reductionOf(expression: Expression): Reduction | null {
  if (expression.kind !== "call" || expression.callee.kind !== "attribute") return null;
  const { object, name } = expression.callee;
  if (!reductions.test(name)) return null;
  const isFunction = [...sourcesIn(object)].every((source) => libraries.test(source));
  const operand = isFunction ? expression.args[0]?.value : object;
  return operand ? { name, operand, call: expression, isFunction } : null;
}

/** The source of the axis that a reduction is told, by name or in its place; null where it is told none. */
function axisOf({ name, call, isFunction }: Reduction, text: string): string | null {
  const named = call.args.find((argument) => argument.name === "dim" || argument.name === "axis");
  const place = (isFunction ? 1 : 0) + (name === "norm" ? 1 : 0);
  const placed = call.args.filter((argument) => argument.name === null)[place];
  const span: Span | undefined = (named ?? placed)?.value.span;
  return span ? text.slice(span.start, span.end).replaceAll(/\s/g, "") : null;
}

/** The names in a product of names and their powers; null where anything else is in it. */
function namesOfPowers(expression: Expression): ReadonlySet<string> | null {
  if (expression.kind === "name") return new Set([expression.name]);
  if (expression.kind === "binary" && expression.operator === "**") return namesOfPowers(expression.left);
  if (expression.kind === "binary" && expression.operator === "*") {
    const [left, right] = [namesOfPowers(expression.left), namesOfPowers(expression.right)];
    return left && right && new Set([...left, ...right]);
  }
  if (expression.kind !== "call" || expression.callee.kind !== "attribute") return null;
  return elementwise.test(expression.callee.name) ? namesOfPowers(expression.callee.object) : null;
}
