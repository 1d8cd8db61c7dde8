import type { Finding, Place } from "./finding.ts";
import { LineMap } from "./lineMap.ts";

/**
 * A file's text with every safe fix applied, last first, so that places stay true. A repair that changes what a trained
 * model computes is never safe.
 */
export function withSafeFixes(text: string, findings: readonly Finding[]): string {
  const lines = new LineMap(text);
  const offset = (line: number, column: number): number => lines.start(line - 1) + column - 1;
  const startOf = (place: Place): number => offset(place.line, place.column);
  const edits = findings
    .flatMap((finding) => finding.suggestions)
    .flatMap((suggestion) => (suggestion.safe ? suggestion.edits : []))
    .sort((a, b) => startOf(b) - startOf(a));
  return edits.reduce(
    (fixed, edit) =>
      fixed.slice(0, startOf(edit)) + edit.text + fixed.slice(offset(edit.endLine, edit.endColumn)),
    text,
  );
}
