import type { ClassDefinition, Expression, FunctionDefinition, Statement } from "../../syntax/program.ts";
import { sourcesIn, walkStatements } from "../../syntax/walk.ts";
import { LoopReader } from "./reader.ts";

interface Named {
  readonly name: string;
  readonly definition: FunctionDefinition;
}

/**
 * The program's own functions that give a statistic of the whole array they are given, such as `sumOf` and the `meanOf`
 * that calls it. A statistic along a row is none: it is called on the row.
 */
export function wholeArrayHelpers(statements: readonly Statement[]): ReadonlySet<string> {
  const helpers = new Set<string>();
  // Functions are declared before those that call them: two rounds find what is declared the other way round.
  for (let round = 0; round < 2; round++)
    for (const { name, definition } of namedFunctions(statements))
      if (!helpers.has(name) && givesStatistic(definition, helpers)) helpers.add(name);
  return helpers;
}

function namedFunctions(statements: readonly Statement[]): Named[] {
  return statements.flatMap((statement): Named[] => {
    if (statement.kind === "function")
      return [{ name: statement.definition.name, definition: statement.definition }];
    if (statement.kind === "class") return methodsOf(statement.definition);
    const held = statement.kind === "assign" && statement.target.kind === "name" ? statement : null;
    if (held?.target.kind !== "name" || !held.value) return [];
    return heldFunctions(held.target.name, held.value);
  });
}

/** A function that a name holds, or those of the object that it holds. */
function heldFunctions(name: string, value: Expression): Named[] {
  if (value.kind === "function") return [{ name, definition: value.definition }];
  if (value.kind !== "mapping") return [];
  return value.entries.flatMap(({ key, value: held }) =>
    key?.kind === "string" && held.kind === "function"
      ? [{ name: `${name}.${key.value}`, definition: held.definition }]
      : [],
  );
}

const methodsOf = ({ name, methods }: ClassDefinition): Named[] =>
  methods.map((definition) => ({ name: `${name}.${definition.name}`, definition }));

function givesStatistic(definition: FunctionDefinition, helpers: ReadonlySet<string>): boolean {
  const [array, ...more] = definition.parameters;
  if (!array || more.length > 1) return false;
  const reader = new LoopReader(helpers);
  reader.read(definition.body);
  const sums = reader.sums.filter(
    ({ arrays, loops, outside }) =>
      arrays.has(array.name) && loops.slice(outside).some(({ bounds }) => bounds.includes(array.name)),
  );
  let gives = false;
  walkStatements(definition.body, (statement) => {
    if (statement.kind !== "return" || !statement.value) return;
    const sources = sourcesIn(statement.value);
    gives ||= sums.some((sum) => [...sources].some((name) => reader.origins.comesFrom(name, sum.name)));
    gives ||= reader.wholeArraysIn(statement.value).has(array.name);
  });
  return gives;
}
