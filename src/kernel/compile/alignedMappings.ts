/** A word or a sign. */
const piece = /[\p{L}\p{N}_$]+|[^\s]/gu;

/** Lines of more pieces, which programs write, are compared from piece to piece, looking so far ahead. */
const longest = 1000;
const ahead = 100;

interface Piece {
  text: string;
  column: number;
}

/**
 * The mappings from code to a source that has the same lines, with some text of each left out (types) and some added: what
 * both texts of a line have in common, in its order, is the same. (Sucrase's own source maps lose all columns behind a
 * template with an empty part.)
 *
 * @returns for each line of the code segments as in source maps: column, 0, line and column of the source, from 0.
 */
export function alignedMappings(source: string, code: string): number[][][] {
  const sourceLines = source.split("\n");
  return code.split("\n").map((text, line) => {
    const matches = align(piecesOf(text), piecesOf(sourceLines[line] ?? ""));
    return matches.map(([from, to]) => [from.column, 0, line, to.column]);
  });
}

function piecesOf(text: string): Piece[] {
  return [...text.matchAll(piece)].map((match) => ({ text: match[0], column: match.index }));
}

/** Pairs of equal pieces: a longest common subsequence, the leftmost one, for types stand behind what they describe. */
function align(from: readonly Piece[], to: readonly Piece[]): [Piece, Piece][] {
  if (Math.max(from.length, to.length) > longest) return alignNext(from, to);
  const lengths = commonLengths(from, to);
  const pairs: [Piece, Piece][] = [];
  for (let i = 0, j = 0; i < from.length && j < to.length;) {
    if (from[i]!.text === to[j]!.text) pairs.push([from[i++]!, to[j++]!]);
    else if (lengths[i + 1]![j]! > lengths[i]![j + 1]!) i++;
    else j++;
  }
  return pairs;
}

/** The same for long lines: each piece's next equal one. */
function alignNext(from: readonly Piece[], to: readonly Piece[]): [Piece, Piece][] {
  let next = 0;
  return from.flatMap((one): [Piece, Piece][] => {
    const found = to.slice(next, next + ahead).findIndex(({ text }) => text === one.text);
    if (found === -1) return [];
    next += found + 1;
    return [[one, to[next - 1]!]];
  });
}

/** The length of the longest common subsequence of what follows, for each pair of places. */
function commonLengths(from: readonly Piece[], to: readonly Piece[]): Uint16Array[] {
  const lengths = Array.from({ length: from.length + 1 }, () => new Uint16Array(to.length + 1));
  for (let i = from.length - 1; i >= 0; i--)
    for (let j = to.length - 1; j >= 0; j--)
      lengths[i]![j] =
        from[i]!.text === to[j]!.text
          ? lengths[i + 1]![j + 1]! + 1
          : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  return lengths;
}
