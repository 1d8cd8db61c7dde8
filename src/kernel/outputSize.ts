export function countLines(text: string): number {
  let lines = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines++;
  return lines;
}

/** About how many characters a bundle has as JSON, without writing it. */
export function bundleSize(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 8;
  let size = 2;
  for (const [key, part] of Object.entries(value)) size += key.length + bundleSize(part);
  return size;
}
