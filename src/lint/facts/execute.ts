import type { LoopRange, Statement } from "../syntax/program.ts";
import type { Analysis } from "./analysis.ts";
import { gathered } from "./along.ts";
import { assign, changeList, changeTensor } from "./assignment.ts";
import { bindNames, evaluate, mergeValues } from "./evaluate.ts";
import { gatheringsOf } from "./gatherings.ts";
import { firstItem } from "./iteration.ts";
import { bindImports } from "./modules.ts";
import { binaryOperation } from "./operations/arithmetic.ts";
import type { Scope } from "./scope.ts";
import { tellAbove, tellAssigned } from "./tellShapes.ts";
import { type Counter, type Value, number, unknown } from "./values.ts";

/** Runs statements in order; gives what they return, or null. */
export function execute(statements: readonly Statement[], scope: Scope, analysis: Analysis): Value | null {
  let returned: Value | null = null;
  for (const statement of statements)
    if (statement.kind === "function" && !scope.get(statement.definition.name)) define(statement, scope);
  for (const statement of statements) {
    tellAbove(statement, scope, analysis);
    const value = executeStatement(statement, scope, analysis);
    returned = returned && value ? mergeValues(returned, value) : (returned ?? value);
  }
  return returned;
}

function define(statement: Extract<Statement, { kind: "function" }>, scope: Scope): void {
  scope.set(statement.definition.name, {
    kind: "function",
    definition: statement.definition,
    scope,
    self: null,
  });
}

function executeStatement(statement: Statement, scope: Scope, analysis: Analysis): Value | null {
  switch (statement.kind) {
    case "assign":
      executeAssignment(statement, scope, analysis);
      return null;
    case "expression": {
      const value = evaluate(statement.value, scope, analysis);
      changeList(statement.value, scope, analysis);
      changeTensor(statement.value, value, scope, analysis);
      return null;
    }
    case "return":
      return statement.value ? evaluate(statement.value, scope, analysis) : null;
    case "if":
      return executeIf(statement, scope, analysis);
    case "loop":
      return executeLoop(statement, scope, analysis);
    case "block":
      return execute(statement.body, scope, analysis);
    case "function":
      define(statement, scope);
      return null;
    case "class":
      analysis.notes.inherit(statement.definition);
      scope.set(statement.definition.name, { kind: "class", definition: statement.definition, scope });
      return null;
    case "import":
      bindImports(statement.bindings, scope, analysis);
      return null;
  }
}

function executeIf(
  statement: Extract<Statement, { kind: "if" }>,
  scope: Scope,
  analysis: Analysis,
): Value | null {
  evaluate(statement.test, scope, analysis);
  const [then, otherwise] = [scope.branch(), scope.branch()];
  const first = execute(statement.then, then, analysis);
  const second = execute(statement.otherwise, otherwise, analysis);
  scope.join(then, otherwise, mergeValues);
  return first && second ? mergeValues(first, second) : (first ?? second);
}

function executeLoop(
  statement: Extract<Statement, { kind: "loop" }>,
  scope: Scope,
  analysis: Analysis,
): Value | null {
  const counter = counterOf(statement.over, scope, analysis);
  if (statement.variable)
    bindNames(statement.variable, itemOfLoop(statement.over, counter, scope, analysis), scope);
  const returned = execute(statement.body, scope, analysis);
  for (const { name, span } of gatheringsOf(statement)) {
    const held = scope.get(name);
    if (held) scope.set(name, gathered(held, counter, span, analysis.frames[0] ?? null));
  }
  return returned;
}

function counterOf(over: LoopRange | null, scope: Scope, analysis: Analysis): Counter {
  if (over?.kind !== "count") return { start: null, bound: unknown };
  const start = over.start && evaluate(over.start, scope, analysis);
  return { start, bound: evaluate(over.bound, scope, analysis) };
}

/** What a loop's variable stands for: a number that it counts, or one of the items that it runs over. */
function itemOfLoop(over: LoopRange | null, counter: Counter, scope: Scope, analysis: Analysis): Value {
  if (over?.kind !== "items") return { ...number(null), counter };
  const items = evaluate(over.items, scope, analysis);
  return items.kind === "number" ? items : firstItem(items);
}

function executeAssignment(
  statement: Extract<Statement, { kind: "assign" }>,
  scope: Scope,
  analysis: Analysis,
): void {
  if (!statement.value) return;
  const right = evaluate(statement.value, scope, analysis);
  const value = statement.operator
    ? binaryOperation(
        statement.operator,
        evaluate(statement.target, scope, analysis),
        right,
        statement.span,
        analysis,
      )
    : right;
  assign(statement.target, value, scope, analysis);
  tellAssigned(statement, scope, analysis);
}
