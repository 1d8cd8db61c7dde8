import type MagicString from "magic-string";
import { withBuiltIns } from "../builtins.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Line and column in a text, both counted from 1. */
export interface Place {
  line: number;
  column: number;
}

/** Place in the generated code -> place in the source. */
export type PlaceMap = (place: Place) => Place;

export const samePlace: PlaceMap = (place) => place;

/** What source maps (version 3) hold for a piece of a generated line: its column; the source's number, line and column. From 0. */
type Segment = readonly number[];

/** The segments of each generated line. */
type Mappings = readonly (readonly Segment[])[];

/** The map of edits, and from there to the source. */
export function mapThrough(edited: MagicString, next: PlaceMap): PlaceMap {
  const map = placeMap(() => edited.generateDecodedMap({ hires: true }).mappings);
  return (place) => next(map(place));
}

/** @param read gives the mappings. Only errors need them, so they are read when first asked for. */
export function placeMap(read: () => Mappings): PlaceMap {
  let mappings: Mappings | undefined;
  return (place) => {
    mappings ??= withBuiltIns(read);
    return placeIn(mappings, place);
  };
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

/** Reads the text form of mappings: lines of groups of base64 VLQ numbers, each the difference from the one before. */
export function decodeMappings(text: string): Mappings {
  const before = [0, 0, 0, 0];
  return text.split(";").map((line) => {
    before[0] = 0;
    const segments: number[][] = [];
    for (const group of line.split(",")) {
      const differences = decodeVlq(group);
      differences.slice(0, before.length).forEach((difference, index) => (before[index]! += difference));
      if (differences.length >= before.length) segments.push([...before]);
    }
    return segments;
  });
}

function decodeVlq(text: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const letter of text) {
    const digit = alphabet.indexOf(letter);
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = shift = 0;
  }
  return numbers;
}
