import { broadcastShapes } from "../broadcasting.ts";
import { formatShape, ShapeError } from "../shape.ts";
import type { Tensor } from "../tensor.ts";

interface Equation {
  readonly equation: string;
  readonly operands: readonly Tensor[];
}

const dots = "...";
const alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

/**
 * Writes the "..." of an equation of `einsum` out: a letter of its own for each axis that they stand for, aligned at the right. Axes
 * of length 1 that others stretch are taken away. Without "->" these axes come first in the result, as in NumPy.
 */
export function writeOutEllipsis(equation: string, operands: readonly Tensor[]): Equation {
  if (!equation.includes(dots)) return { equation, operands };
  const [left, right] = equation.replaceAll(" ", "").split("->") as [string, string?];
  const terms = left.split(",").map((term, i) => ({ term, x: operands[i] }));
  const batches = terms.map(({ term, x }) => (x ? batchOf(equation, term, x) : []));
  const batch = common(equation, batches, operands);
  const letters = [...alphabet].filter((one) => !equation.includes(one)).slice(0, batch.length);
  const written = terms.map(({ term, x }, i) => {
    const own = batches[i]!;
    const first = term.indexOf(dots);
    const named = letters.slice(batch.length - own.length);
    const stretched = own.map((length, axis) => length !== batch[axis + batch.length - own.length]);
    const axes = own.flatMap((_, axis) => (stretched[axis] ? [first + axis] : []));
    return {
      term: term.replace(dots, named.filter((_, axis) => !stretched[axis]).join("")),
      x: axes.length > 0 ? x!.squeeze(axes) : x,
    };
  });
  const result = (right ?? `${dots}${lettersOnce(left)}`).replace(dots, letters.join(""));
  return {
    equation: `${written.map(({ term }) => term).join(",")}->${result}`,
    operands: operands.map((operand, i) => written[i]?.x ?? operand),
  };
}

/** The lengths of the axes that "..." stands for in one operand. */
function batchOf(equation: string, term: string, x: Tensor): readonly number[] {
  const first = term.indexOf(dots);
  if (first < 0) return [];
  if (term.indexOf(dots, first + 1) >= 0)
    throw new ShapeError("einsum", `"${term}" in "${equation}" has "..." more than once`);
  const count = x.rank - (term.length - dots.length);
  if (count < 0)
    throw new ShapeError(
      "einsum",
      `"${term}" in "${equation}" names more axes than ${formatShape(x.shape)} has`,
    );
  return x.shape.slice(first, first + count);
}

function common(
  equation: string,
  batches: readonly (readonly number[])[],
  operands: readonly Tensor[],
): number[] {
  try {
    return broadcastShapes("einsum", ...batches);
  } catch (cause) {
    const shapes = operands.map(({ shape }) => formatShape(shape)).join(" and ");
    const parts = batches.map(formatShape).join(" and ");
    throw new ShapeError("einsum", `"..." in "${equation}" with ${shapes} stands for ${parts}, which do not broadcast`, { cause }); // prettier-ignore
  }
}

/** The letters that occur once, in alphabetical order: the result of an equation without "->". */
export function lettersOnce(inputs: string): string {
  const letters = [...inputs].filter((one) => alphabet.includes(one));
  return [...new Set(letters)]
    .filter((one) => letters.indexOf(one) === letters.lastIndexOf(one))
    .sort()
    .join("");
}
