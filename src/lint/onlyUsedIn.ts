import type { Program, Span, Statement } from "./syntax/program.ts";
import { contains, functionAround, walkAround } from "./syntax/walk.ts";

/**
 * Whether a value that is computed at one place is used within another alone: it stands there itself, or its name
 * occurs nowhere else in the function around it. Occurrences are counted in the text, so a mention counts as a use.
 */
export function onlyUsedIn(computed: Span, use: Span, program: Program, text: string): boolean {
  if (contains(use, computed)) return true;
  const owner = functionAround(computed, program.statements);
  const given = assignmentOf(computed, owner?.body ?? program.statements);
  if (given?.target.kind !== "name" || !owner) return false;
  const { name, span } = given.target;
  const around = owner.span;
  const word = new RegExp(`(?<![\\w$.])${name.replace(/\$/g, "\\$&")}(?![\\w$])`, "g");
  return [...text.slice(around.start, around.end).matchAll(word)]
    .map(({ index }) => around.start + index)
    .every((at) => at === span.start || (use.start <= at && at < use.end));
}

function assignmentOf(
  span: Span,
  statements: readonly Statement[],
): Extract<Statement, { kind: "assign" }> | null {
  let found: Extract<Statement, { kind: "assign" }> | null = null;
  walkAround(span, statements, (statement) => {
    if (statement.kind === "assign" && statement.value && contains(statement.value.span, span))
      found = statement;
  });
  return found;
}
