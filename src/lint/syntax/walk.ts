import type { Expression, FunctionDefinition, Span, Statement } from "./program.ts";

/** The expressions directly inside one; the body of a function is not. */
export function childExpressions(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "sequence":
      return expression.items;
    case "spread":
      return [expression.value];
    case "mapping":
      return expression.entries.map((entry) => entry.value);
    case "attribute":
      return [expression.object];
    case "subscript":
      return [expression.object, ...expression.indices];
    case "call":
      return [expression.callee, ...expression.args.map((argument) => argument.value)];
    case "binary":
      return [expression.left, expression.right];
    case "unary":
      return [expression.operand];
    case "conditional":
      return [expression.test, expression.then, expression.otherwise];
    case "comprehension":
      return [expression.element, expression.iterable];
    case "other":
      return expression.children;
    default:
      return [];
  }
}

/** Calls `visit` for an expression and all inside it. */
export function walkExpressions(expression: Expression, visit: (expression: Expression) => void): void {
  const stack = [expression];
  for (let next = stack.pop(); next; next = stack.pop()) {
    visit(next);
    for (const child of childExpressions(next)) stack.push(child);
  }
}

/** The names that a value is computed from: those in an expression, but not in the indices within it. */
export function sourcesIn(expression: Expression): Set<string> {
  const names = new Set<string>();
  const stack = [expression];
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (next.kind === "name") names.add(next.name);
    for (const child of next.kind === "subscript" ? [next.object] : childExpressions(next)) stack.push(child);
  }
  return names;
}

/** The names that an assignment to this binds, or changes: `a`, `a, b`, `a.x`, `a[0]`. */
export function namesOfTarget(target: Expression): readonly string[] {
  return [...namesIn(target)];
}

/** Every plain name in an expression. */
export function namesIn(expression: Expression): Set<string> {
  const names = new Set<string>();
  walkExpressions(expression, (part) => {
    if (part.kind === "name") names.add(part.name);
  });
  return names;
}

/** Every function of a program, methods and nested ones included, outermost first. */
export function functionsOf(statements: readonly Statement[]): FunctionDefinition[] {
  return statements.flatMap((statement): FunctionDefinition[] => {
    switch (statement.kind) {
      case "function":
        return [statement.definition, ...functionsOf(statement.definition.body)];
      case "class":
        return statement.definition.methods.flatMap((method) => [method, ...functionsOf(method.body)]);
      case "if":
        return [...functionsOf(statement.then), ...functionsOf(statement.otherwise)];
      case "loop":
      case "block":
        return functionsOf(statement.body);
      default:
        return [];
    }
  });
}

/** The innermost function around a place; a method counts, a function without a name does not. */
export function functionAround(span: Span, statements: readonly Statement[]): FunctionDefinition | undefined {
  for (let index = statements.length - 1; index >= 0; index--) {
    const statement = statements[index]!;
    const found = contains(statement.span, span) ? functionWithin(span, statement) : undefined;
    if (found) return found;
  }
  return undefined;
}

function functionWithin(span: Span, statement: Statement): FunctionDefinition | undefined {
  switch (statement.kind) {
    case "function":
      return innermost(span, [statement.definition]);
    case "class":
      return innermost(span, statement.definition.methods);
    case "if":
      return functionAround(span, statement.otherwise) ?? functionAround(span, statement.then);
    case "loop":
    case "block":
      return functionAround(span, statement.body);
    default:
      return undefined;
  }
}

function innermost(span: Span, candidates: readonly FunctionDefinition[]): FunctionDefinition | undefined {
  const outer = candidates.findLast((definition) => contains(definition.span, span));
  return outer && (functionAround(span, outer.body) ?? outer);
}

/** Whether a span lies within another. */
export const contains = (outer: Span, inner: Span): boolean =>
  outer.start <= inner.start && inner.end <= outer.end;

/** Every statement, compound ones before what is in them. */
export function walkStatements(
  statements: readonly Statement[],
  visit: (statement: Statement) => void,
): void {
  for (const statement of statements) {
    visit(statement);
    if (statement.kind === "if") {
      walkStatements(statement.then, visit);
      walkStatements(statement.otherwise, visit);
    } else if (statement.kind === "loop" || statement.kind === "block") walkStatements(statement.body, visit);
    else if (statement.kind === "function") walkStatements(statement.definition.body, visit);
    else if (statement.kind === "class") {
      walkStatements(statement.definition.fields, visit);
      for (const method of statement.definition.methods) walkStatements(method.body, visit);
    }
  }
}
