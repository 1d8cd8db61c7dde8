export function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}

/** About how many characters a bundle has as JSON, without writing it; an object that comes twice counts once. */
export function bundleSize(value: unknown, seen = new Set<object>()): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 8;
  if (seen.has(value)) return 0;
  seen.add(value);
  let size = 2;
  for (const [key, part] of Object.entries(value)) size += key.length + bundleSize(part, seen);
  return size;
}
