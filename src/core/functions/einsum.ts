import { checkArgument, text } from "../arguments.ts";
import { formatShape, ShapeError } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { listOfTensors } from "../tensorArguments.ts";
import { lettersOnce, writeOutEllipsis } from "./ellipsis.ts";

/** A tensor whose axes carry one letter each. */
interface Labelled {
  readonly labels: string;
  readonly x: Tensor;
}

/**
 * Einstein's summation: `einsum("bqd,bkd->bqk", q, k)`. One letter per axis; letters that are not in the result are summed
 * over. Without "->" the result has the letters that occur once, in alphabetical order. A letter that is repeated within
 * one operand takes its diagonal. "..." stands for any axes, which broadcast. Throws a ShapeError that names the letter whose lengths differ.
 */
export function einsum(equation: string, ...operands: readonly Tensor[]): Tensor {
  checkArgument("einsum", "equation", equation, text);
  checkArgument("einsum", "operands", operands, listOfTensors);
  const written = writeOutEllipsis(equation, operands);
  const { inputs, output } = parse(written.equation, operands);
  checkLengths(equation, inputs, written.operands);
  let parts = inputs.map((labels, i) => takeDiagonals({ labels, x: written.operands[i]! }));
  while (parts.length > 1) {
    const [left, right, ...rest] = parts as [Labelled, Labelled, ...Labelled[]];
    const needed = output + rest.map(({ labels }) => labels).join("");
    parts = [
      contract(sumOut(left, needed + right.labels), sumOut(right, needed + left.labels), needed),
      ...rest,
    ];
  }
  return arrange(sumOut(parts[0]!, output), output);
}

function parse(equation: string, operands: readonly Tensor[]): { inputs: string[]; output: string } {
  const compact = equation.replaceAll(" ", "");
  const match = /^([A-Za-z]*(?:,[A-Za-z]*)*)(?:->([A-Za-z]*))?$/.exec(compact);
  if (!match) throw new ShapeError("einsum", `"${equation}" is not an equation like "ij,jk->ik"`);
  const inputs = match[1]!.split(",");
  const letters = inputs.join("");
  const output = match[2] ?? lettersOnce(letters);
  const bad = [...output].find((one, i) => !letters.includes(one) || output.indexOf(one) !== i);
  if (bad !== undefined)
    throw new ShapeError(
      "einsum",
      `"${bad}" in the result of "${equation}" must occur there once and in an operand`,
    );
  if (inputs.length !== operands.length)
    throw new ShapeError("einsum", `"${equation}" names ${inputs.length} operands, got ${operands.length}`);
  return { inputs, output };
}

function checkLengths(equation: string, inputs: readonly string[], operands: readonly Tensor[]): void {
  const lengths = new Map<string, number>();
  const shapes = operands.map(({ shape }) => formatShape(shape)).join(" and ");
  inputs.forEach((labels, i) => {
    const { shape } = operands[i]!;
    if (labels.length !== shape.length)
      throw new ShapeError(
        "einsum",
        `"${labels}" in "${equation}" does not name the axes of ${formatShape(shape)}`,
      );
    [...labels].forEach((label, axis) => {
      const known = lengths.get(label) ?? shape[axis]!;
      if (known !== shape[axis])
        throw new ShapeError(
          "einsum",
          `"${label}" is both ${known} and ${shape[axis]} in "${equation}" with ${shapes}`,
        );
      lengths.set(label, known);
    });
  });
}

function takeDiagonals({ labels, x }: Labelled): Labelled {
  const repeated = [...labels].findIndex((label, i) => labels.indexOf(label) !== i);
  if (repeated < 0) return { labels, x };
  const label = labels[repeated]!;
  const rest = labels.replace(label, "").replace(label, "");
  return takeDiagonals({ labels: rest + label, x: x.diagonal(labels.indexOf(label), repeated) });
}

/** Sums over the axes whose letters nobody needs. */
function sumOut({ labels, x }: Labelled, needed: string): Labelled {
  const axes = [...labels].flatMap((label, axis) => (needed.includes(label) ? [] : [axis]));
  if (axes.length === 0) return { labels, x };
  return { labels: [...labels].filter((label) => needed.includes(label)).join(""), x: x.sum(axes) };
}

function arrange({ labels, x }: Labelled, order: string): Tensor {
  if (labels === order) return x;
  return x.permute([...order].map((label) => labels.indexOf(label)));
}

/** Two operands as one batched matrix product: [batch, left, summed] times [batch, summed, right]. */
function contract(a: Labelled, b: Labelled, needed: string): Labelled {
  const shared = [...a.labels].filter((label) => b.labels.includes(label));
  const batch = shared.filter((label) => needed.includes(label)).join("");
  const summed = shared.filter((label) => !needed.includes(label)).join("");
  const left = [...a.labels].filter((label) => !shared.includes(label)).join("");
  const right = [...b.labels].filter((label) => !shared.includes(label)).join("");
  const lengthOf = (label: string) =>
    a.labels.includes(label) ? a.x.shape[a.labels.indexOf(label)]! : b.x.shape[b.labels.indexOf(label)]!;
  const lengths = (labels: string) => [...labels].map(lengthOf);
  const size = (labels: string) => lengths(labels).reduce((product, length) => product * length, 1);
  const first = arrange(a, batch + left + summed).reshape([...lengths(batch), size(left), size(summed)]);
  const second = arrange(b, batch + summed + right).reshape([...lengths(batch), size(summed), size(right)]);
  const labels = batch + left + right;
  return { labels, x: first.matmul(second).reshape(lengths(labels)) };
}
