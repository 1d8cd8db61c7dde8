import type { Finding } from "./finding.ts";

type Marked = Pick<Finding, "ruleId" | "path" | "sourceLine">;

/**
 * What a finding is recognised by when the lines around it change: its rule and the text of its line. Equal ones in a
 * file are told apart by a count, so one more copy of a known mistake is a new finding. Neither the place nor the path
 * is part of it.
 *
 * @returns one fingerprint a finding, in order
 */
export function fingerprints(findings: readonly Marked[]): string[] {
  const seen = new Map<string, number>();
  return findings.map(({ ruleId, path, sourceLine }) => {
    const text = `${ruleId}|${sourceLine.trim()}`;
    const key = `${path}|${text}`;
    const count = seen.get(key) ?? 0;
    seen.set(key, count + 1);
    return `${hash(text)}:${count}`;
  });
}

/** FNV-1a over UTF-16 code units, forwards and backwards, 32 bits each. */
function hash(text: string): string {
  let [a, b] = [0x811c9dc5, 0x01000193];
  for (let index = 0; index < text.length; index++) {
    a = Math.imul(a ^ text.charCodeAt(index), 0x01000193);
    b = Math.imul(b ^ text.charCodeAt(text.length - 1 - index), 0x85ebca6b);
  }
  return [a, b].map((half) => (half >>> 0).toString(16).padStart(8, "0")).join("");
}
