const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Line of the generated code (from 1) -> line of the source (from 1). */
export type LineMap = (line: number) => number;

export const sameLine: LineMap = (line) => line;

/**
 * Reads the lines out of a source map (version 3, one source): `mappings` holds groups of base64 VLQ numbers, one
 * group list per generated line, in which the third number is the source line's difference from the one before.
 */
export function lineMap(mappings: string): LineMap {
  const sourceLines: number[] = [];
  let sourceLine = 0;
  for (const [index, groups] of mappings.split(";").entries()) {
    for (const group of groups.split(",")) {
      const difference = decodeVlq(group)[2];
      if (difference === undefined) continue;
      sourceLine += difference;
      sourceLines[index] ??= sourceLine + 1;
    }
    sourceLines[index] ??= sourceLines[index - 1] ?? 1;
  }
  return (line) => sourceLines[line - 1] ?? sourceLines.at(-1) ?? line;
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
