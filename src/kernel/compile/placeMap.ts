import type MagicString from "magic-string";
import { withBuiltIns } from "../builtins.ts";
import type { Mappings, Segment } from "./mappings.ts";

/** Line and column in a text, both counted from 1. */
export interface Place {
  line: number;
  column: number;
}

/** Place in the generated code -> place in the source. */
export interface PlaceMap {
  (place: Place): Place;
  /** The same for a source map; absent where both texts are one. */
  readonly mappings?: () => Mappings;
}

export const samePlace: PlaceMap = (place) => place;

/** The map of edits, and from there to the source. */
export function mapThrough(edited: MagicString, next: PlaceMap): PlaceMap {
  const map = placeMap(() => edited.generateDecodedMap({ hires: true }).mappings);
  const mappings = (): Mappings => chained(map.mappings!(), next.mappings?.(), edited.original);
  return Object.assign((place: Place) => next(map(place)), { mappings });
}

/** @param read gives the mappings. Only errors and debuggers need them, so they are read when first asked for. */
export function placeMap(read: () => Mappings): PlaceMap {
  let known: Mappings | undefined;
  const mappings = (): Mappings => (known ??= withBuiltIns(read));
  return Object.assign((place: Place) => placeIn(mappings(), place), { mappings });
}

/**
 * For debuggers: one map after the other. What was inserted before a line's text is a part of its first statement; what
 * was appended to it is from no source, and stepped over.
 */
function chained(edits: Mappings, next: Mappings | undefined, original: string): Mappings {
  const lines = original.split("\n");
  return edits.map((segments) => {
    const [first, last] = [segments[0], segments.at(-1)];
    if (first === undefined || last === undefined) return [];
    const found = [[0, ...first.slice(1)], ...segments].map((segment) => chain(segment, next));
    const isWhole = last[3] === lines[last[2]!]!.length - 1;
    // A statement ends behind its last character, as V8 says.
    return isWhole ? [...found, [last[0]! + 2]] : found;
  });
}

function chain(segment: Segment, next: Mappings | undefined): Segment {
  if (next === undefined) return segment;
  const [column, , line, sourceColumn] = segment;
  const found = segmentAt(next[line!] ?? [], sourceColumn!);
  return found ? [column!, ...found.slice(1)] : [column!];
}

// While a cell's own built-in functions are in force: no method is called.
function placeIn(mappings: Mappings, { line, column }: Place): Place {
  const segments = mappings[line - 1];
  const found = segments && segmentAt(segments, column - 1);
  if (found) return { line: found[2]! + 1, column: found[3]! + 1 };
  for (let above = Math.min(line - 1, mappings.length) - 1; above >= 0; above--) {
    const last = mappings[above]![mappings[above]!.length - 1];
    if (last) return { line: last[2]! + 1, column: 1 };
  }
  return { line: 1, column: 1 };
}

/** The last segment that begins at the column or before it. What was inserted between neighbours belongs to the right one. */
function segmentAt(segments: readonly Segment[], column: number): Segment | undefined {
  let index = 0;
  while (index + 1 < segments.length && segments[index + 1]![0]! <= column) index++;
  const [found, next] = [segments[index], segments[index + 1]];
  const isInserted = next && column > found![0]! && next[2] === found![2] && next[3] === found![3]! + 1;
  return isInserted ? next : found;
}
