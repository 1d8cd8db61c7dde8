/**
 * What source maps (version 3) hold for a piece of a generated line: its column; the source's number, line and column.
 * From 0. The column alone where it is from no source.
 */
export type Segment = readonly number[];

/** The segments of each generated line. */
export type Mappings = readonly (readonly Segment[])[];

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

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

/** Writes the text form of mappings, without segments that go on where the one before is. */
export function encodeMappings(mappings: Mappings): string {
  const before = [0, 0, 0, 0];
  const encode = (segment: Segment): string => {
    const differences = segment.map((number, index) => number - before[index]!);
    segment.forEach((number, index) => (before[index] = number));
    return differences.map(encodeVlq).join("");
  };
  return mappings
    .map((segments) => {
      before[0] = 0;
      return segments
        .filter((segment, index) => !isSamePlace(segment, segments[index - 1]))
        .map(encode)
        .join(",");
    })
    .join(";");
}

function isSamePlace(segment: Segment, previous: Segment | undefined): boolean {
  return previous?.[2] === segment[2] && previous?.[3] === segment[3] && previous !== undefined;
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

function encodeVlq(number: number): string {
  let rest = number < 0 ? (-number << 1) | 1 : number << 1;
  let text = "";
  do {
    const digit = rest & 31;
    rest >>>= 5;
    text += alphabet[rest > 0 ? digit | 32 : digit];
  } while (rest > 0);
  return text;
}
