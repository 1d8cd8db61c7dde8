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
  const statement = statementAt(span, statements);
  switch (statement?.kind) {
    case "function":
      return functionAround(span, statement.definition.body) ?? statement.definition;
    case "class": {
      const method = statementAt(span, statement.definition.methods);
      return method && (functionAround(span, method.body) ?? method);
    }
    case "if":
      return functionAround(span, statement.otherwise) ?? functionAround(span, statement.then);
    case "loop":
    case "block":
      return functionAround(span, statement.body);
    default:
      return undefined;
  }
}

/** The one that a place lies in, of statements or definitions in the order of the text. */
export function statementAt<Placed extends { readonly span: Span }>(
  place: Span,
  statements: readonly Placed[],
): Placed | undefined {
  let [low, high] = [0, statements.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (statements[middle]!.span.start <= place.start) low = middle + 1;
    else high = middle;
  }
  const last = statements[low - 1];
  return last && contains(last.span, place) ? last : undefined;
}

/** Calls `visit` for every statement around a place, outermost first. */
export function walkAround(
  place: Span,
  statements: readonly Statement[],
  visit: (statement: Statement) => void,
): void {
  const statement = statementAt(place, statements);
  if (!statement) return;
  visit(statement);
  for (const inner of statementsWithin(statement)) walkAround(place, inner, visit);
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
    for (const inner of statementsWithin(statement)) walkStatements(inner, visit);
  }
}

/** The blocks of a compound statement, in the order of the text. */
function statementsWithin(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case "if":
      return [statement.then, statement.otherwise];
    case "loop":
    case "block":
      return [statement.body];
    case "function":
      return [statement.definition.body];
    case "class":
      return [statement.definition.fields, ...statement.definition.methods.map(({ body }) => body)];
    default:
      return [];
  }
}
