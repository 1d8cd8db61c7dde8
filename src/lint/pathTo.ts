import type { Expression, Span, Statement } from "./syntax/program.ts";
import { childExpressions, contains, walkAround } from "./syntax/walk.ts";

/** What a value goes through, innermost first, and the statement that this ends in. */
export interface Path {
  readonly parents: readonly Expression[];
  readonly statement: Statement;
}

/** The expressions around a place, innermost first, and its statement. */
export function pathTo(span: Span, statements: readonly Statement[]): Path | null {
  let statement: Statement | null = null;
  let root: Expression | null = null;
  walkAround(span, statements, (candidate) => {
    const within = expressionsOf(candidate).find((expression) => contains(expression.span, span));
    if (within) [statement, root] = [candidate, within];
    else if (
      candidate.kind === "assign" &&
      candidate.span.start === span.start &&
      candidate.span.end === span.end
    )
      [statement, root] = [candidate, null];
  });
  if (!statement) return null;
  const parents: Expression[] = [];
  for (let at: Expression | undefined = root ?? undefined; at && !same(at.span, span);) {
    parents.unshift(at);
    at = childExpressions(at).find((child) => contains(child.span, span));
  }
  return { parents: parents.filter((parent) => !isCallee(parent, parents)), statement };
}

/** `x.norm` of `x.norm()` is looked at with its call. */
const isCallee = (expression: Expression, parents: readonly Expression[]): boolean =>
  expression.kind === "attribute" &&
  parents.some((parent) => parent.kind === "call" && parent.callee === expression);

const same = (a: Span, b: Span): boolean => a.start === b.start && a.end === b.end;

/** The expressions of a statement itself, without those of statements within. */
export function expressionsOf(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case "assign":
      return statement.value ? [statement.value] : [];
    case "expression":
      return [statement.value];
    case "return":
      return statement.value ? [statement.value] : [];
    case "if":
      return [statement.test];
    case "loop":
      return statement.over?.kind === "items" ? [statement.over.items] : [];
    default:
      return [];
  }
}
