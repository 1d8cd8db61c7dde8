import type { Expression } from "../../syntax/program.ts";

// Which names hold the lengths of arrays: `n = x.length`, `C = rows[0].length`.

type Definitions = ReadonlyMap<string, Expression>;
type Named = (name: string) => boolean;

const isName = (expression: Expression, name: string): boolean =>
  expression.kind === "name" && expression.name === name;

/** What a value is the length of. */
const measured = (value: Expression | undefined): Expression | null =>
  value?.kind === "attribute" && value.name === "length" ? value.object : null;

/** Whether a name holds the length of an array. */
export function isLengthOf(name: string, array: string, definitions: Definitions): boolean {
  const object = measured(definitions.get(name));
  return object !== null && isName(object, array);
}

/** Whether names of these kinds hold how many rows an array has and how long they are. */
export function isMatrix(array: string, rows: Named, columns: Named, definitions: Definitions): boolean {
  let [hasRows, hasColumns] = [false, false];
  for (const [name, held] of definitions) {
    const object = measured(held);
    if (object === null) continue;
    hasRows ||= rows(name) && isName(object, array);
    hasColumns ||= columns(name) && object.kind === "subscript" && isName(object.object, array);
  }
  return hasRows && hasColumns;
}
