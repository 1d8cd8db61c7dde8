import type { Statement } from "../syntax/program.ts";
import type { Analysis } from "./analysis.ts";
import { assign, changeList } from "./assignment.ts";
import { bindNames, evaluate, itemOf, mergeValues } from "./evaluate.ts";
import { bindImports } from "./modules.ts";
import { binaryOperation } from "./operations/arithmetic.ts";
import type { Scope } from "./scope.ts";
import { tellAbove, tellAssigned } from "./tellShapes.ts";
import { type Value, itemsOf, number } from "./values.ts";

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
    case "expression":
      evaluate(statement.value, scope, analysis);
      changeList(statement.value, scope, analysis);
      return null;
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
  if (statement.variable) {
    const items =
      statement.over?.kind === "items" ? evaluate(statement.over.items, scope, analysis) : number(null);
    const item = items.kind === "number" ? items : (itemsOf(items)?.[0] ?? itemOf(items));
    bindNames(statement.variable, item, scope);
  }
  return execute(statement.body, scope, analysis);
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
