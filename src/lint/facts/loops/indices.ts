import type { Expression } from "../../syntax/program.ts";
import { namesIn } from "../../syntax/walk.ts";

/** By what a loop variable is multiplied in a flat index: the names in the factor, none where it stands alone. */
export type Strides = ReadonlyMap<string, ReadonlySet<string>>;

/** The strides of `t * C + c`: of t the names {C}, of c none. Names that hold an offset are looked up. */
export function stridesOf(index: Expression, definitions: ReadonlyMap<string, Expression>): Strides {
  const strides = new Map<string, Set<string>>();
  for (const term of termsOf(expanded(index, definitions))) {
    const names = namesIn(term);
    for (const name of names) {
      const others = strides.get(name) ?? new Set<string>();
      for (const other of names) if (other !== name) others.add(other);
      strides.set(name, others);
    }
  }
  return strides;
}

/** The summands of an index; `(b * T + t) * C + c` is multiplied out. */
function termsOf(index: Expression): Expression[] {
  if (index.kind !== "binary") return [index];
  if (index.operator === "+") return [...termsOf(index.left), ...termsOf(index.right)];
  if (index.operator !== "*") return [index];
  const { left, right, span } = index;
  return termsOf(left).flatMap((a) =>
    termsOf(right).map((b): Expression => ({ kind: "binary", operator: "*", left: a, right: b, span })),
  );
}

function expanded(index: Expression, definitions: ReadonlyMap<string, Expression>, depth = 0): Expression {
  if (depth > 3) return index;
  if (index.kind === "name") {
    const held = definitions.get(index.name);
    return held?.kind === "binary" && /^[+*]$/.test(held.operator)
      ? expanded(held, definitions, depth + 1)
      : index;
  }
  if (index.kind !== "binary") return index;
  return {
    ...index,
    left: expanded(index.left, definitions, depth),
    right: expanded(index.right, definitions, depth),
  };
}
