import type { Span, Statement } from "../syntax/program.ts";
import { namesIn, walkStatements } from "../syntax/walk.ts";

type Loop = Extract<Statement, { kind: "loop" }>;

/** A name that a loop adds to, and the statement that does. */
export interface Gathering {
  readonly name: string;
  readonly span: Span;
}

const known = new WeakMap<Loop, readonly Gathering[]>();

/** The names that a loop adds to and never sets anew: `sum += x[i]`, `mean = mean + (x[:, t] - mean) / (t + 1)`. */
export function gatheringsOf(loop: Loop): readonly Gathering[] {
  const found = known.get(loop) ?? read(loop);
  known.set(loop, found);
  return found;
}

function read(loop: Loop): Gathering[] {
  const gatherings = new Map<string, Gathering>();
  const resets = new Set<string>();
  walkStatements(loop.body, (statement) => {
    if (statement.kind !== "assign" || statement.target.kind !== "name" || !statement.value) return;
    const { name } = statement.target;
    const adds = statement.operator === "+" || (!statement.operator && namesIn(statement.value).has(name));
    if (adds) gatherings.set(name, gatherings.get(name) ?? { name, span: statement.span });
    else if (!statement.operator) resets.add(name);
  });
  return [...gatherings.values()].filter(({ name }) => !resets.has(name));
}
