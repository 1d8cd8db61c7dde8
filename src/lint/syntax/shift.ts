/**
 * Moves every span in a lowered tree by so many code units, in place: whatever refers to a span, such as the facts
 * that were read from it, moves along.
 */
export function shiftSpans(tree: object, by: number): void {
  const seen = new Set<object>();
  const stack: object[] = [tree];
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const place = next as { start?: unknown; end?: unknown };
    if (typeof place.start === "number" && typeof place.end === "number") {
      place.start += by;
      place.end += by;
    }
    for (const value of Object.values(next) as unknown[])
      if (typeof value === "object" && value !== null) stack.push(value);
  }
}
