/** Refuses what is not a whole number from 0 to `count` - 1, with the value, and what it was to index, in the error. */
export function checkIndex(op: string, what: string, value: number, count: number, of?: () => string): void {
  if (Number.isInteger(value) && value >= 0 && value < count) return;
  const problem = Number.isInteger(value) ? "is out of range" : "is not a whole number";
  throw new RangeError(
    `${op}: ${what} ${value} ${problem}; expected 0 to ${count - 1}${of ? ` (${of()})` : ""}`,
  );
}
