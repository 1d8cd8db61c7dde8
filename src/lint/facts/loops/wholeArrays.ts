import type { Expression, FunctionDefinition, Span } from "../../syntax/program.ts";
import { walkExpressions } from "../../syntax/walk.ts";
import { headOf } from "./heldValues.ts";

/** A statistic that one call takes of all of an array. */
export interface WholeArray {
  readonly array: string;
  /** `row[c]` inside `rows.reduce((sum, row) => sum + row[c], 0)`: the index within the rows. */
  readonly column: Expression | null;
  readonly extremum: boolean;
  readonly span: Span;
}

type Call = Extract<Expression, { kind: "call" }>;

/** `x.reduce(...)`, `meanOf(x)` and `Math.hypot(...x)` in an expression, callbacks included. */
export function wholeArraysIn(
  value: Expression,
  helpers: ReadonlySet<string>,
  definitions: ReadonlyMap<string, Expression>,
): WholeArray[] {
  const found: WholeArray[] = [];
  walkExpressions(value, (part) => {
    if (part.kind === "function") {
      const result = returned(part.definition);
      if (result) found.push(...wholeArraysIn(result, helpers, definitions));
    }
    const taken = part.kind === "call" ? takenOf(part, helpers) : null;
    const array = taken && arrayOf(taken.over, definitions);
    if (taken && array)
      found.push({ ...taken, array: array.name, column: taken.column ?? array.column, span: part.span });
  });
  return found;
}

interface Taken {
  readonly over: Expression;
  readonly column: Expression | null;
  readonly extremum: boolean;
}

function takenOf(call: Call, helpers: ReadonlySet<string>): Taken | null {
  const { callee, args } = call;
  const first = args[0]?.value;
  if (callee.kind === "name" && first && helpers.has(callee.name))
    return { over: first, column: null, extremum: false };
  if (callee.kind !== "attribute") return null;
  if (callee.object.kind === "name" && first && helpers.has(`${callee.object.name}.${callee.name}`))
    return { over: first, column: null, extremum: false };
  if (callee.name === "reduce") return { over: callee.object, column: columnOf(first, 1), extremum: false };
  if (headOf(call) !== "Math" || first?.kind !== "spread" || !/^(hypot|max|min)$/.test(callee.name))
    return null;
  return { over: first.value, column: null, extremum: callee.name !== "hypot" };
}

/** The array that a value is made of, item by item: `x`, `x.map(...)`, `rows.flat()`, and names that hold these. */
function arrayOf(
  value: Expression,
  definitions: ReadonlyMap<string, Expression>,
  depth = 0,
): { readonly name: string; readonly column: Expression | null } | null {
  if (value.kind === "name") {
    const held = definitions.get(value.name);
    const inner = held?.kind === "call" && depth < 3 ? arrayOf(held, definitions, depth + 1) : null;
    return inner ?? { name: value.name, column: null };
  }
  if (value.kind !== "call" || value.callee.kind !== "attribute") return null;
  const { object, name } = value.callee;
  const copies = name === "flat" || (name === "slice" && value.args.length === 0);
  if (!copies && name !== "map") return null;
  const array = arrayOf(object, definitions, depth);
  return array && { name: array.name, column: array.column ?? columnOf(value.args[0]?.value, 0) };
}

/** The index that a callback takes from the item in the place of its parameters. */
function columnOf(callback: Expression | undefined, place: number): Expression | null {
  const definition = callback?.kind === "function" ? callback.definition : null;
  const item = definition?.parameters[place]?.name;
  const result = definition && returned(definition);
  let index: Expression | null = null;
  if (result)
    walkExpressions(result, (part) => {
      if (part.kind === "subscript" && part.object.kind === "name" && part.object.name === item)
        index ??= part.indices[0] ?? null;
    });
  return index;
}

function returned({ body }: FunctionDefinition): Expression | null {
  const last = body.at(-1);
  return last?.kind === "return" ? last.value : null;
}
