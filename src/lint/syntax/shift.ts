import type { Program, Span } from "./program.ts";

/** Moves every place of a lowered tree from offset `from` on by `by`, in place: whatever holds a span moves along. */
export function shiftSpans(tree: Program | Program["statements"][number] | Span, by: number, from = 0): void {
  const seen = new Set<object>();
  const stack: unknown[] = [tree];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (typeof next !== "object" || next === null || seen.has(next)) continue;
    seen.add(next);
    const place = next as { start?: unknown; end?: unknown };
    if (typeof place.start === "number" && place.start >= from) place.start += by;
    if (typeof place.end === "number" && place.end >= from) place.end += by;
    for (const value of Object.values(next)) if (typeof value === "object") stack.push(value);
  }
}
