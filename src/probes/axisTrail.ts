import type { OpEvent, Tensor } from "../core/index.ts";

/** A piece of an axis: how many numbers long, and which axis of the input it stems from; null for one made on the way. */
interface Piece {
  readonly from: number | null;
  readonly size: number;
}

/** What one axis of a tensor is made of, the slowest piece first: [B N] of a flattened tensor has two. */
type Origin = readonly Piece[];

/**
 * Follows the input's axes through a run: which axis of a tensor inside the model counts the tokens cannot be told from its shape
 * alone ([B, C, N] looks like [B, N, C]), but from the transposes and reshapes that it went through.
 */
export class AxisTrail {
  private readonly origins = new WeakMap<Tensor, readonly Origin[]>();

  constructor(x: Tensor) {
    this.origins.set(
      x,
      x.shape.map((size, from) => [{ from, size }]),
    );
  }

  /** For each axis of `tensor` the input axes it is made of; undefined for one that the trail does not lead to. */
  of(tensor: Tensor): readonly (readonly number[])[] | undefined {
    return this.origins
      .get(tensor)
      ?.map((origin) => [...new Set(origin.flatMap(({ from }) => (from === null ? [] : [from])))]);
  }

  op(event: OpEvent): void {
    const inputs = event.inputs.map((input) => this.origins.get(input));
    if (inputs.every((input) => input === undefined)) return;
    const known = event.inputs.map((input, i) => inputs[i] ?? input.shape.map(made));
    const output = rules[event.op]?.(event, known) ?? reduced(event, known) ?? aligned(event, known);
    if (output !== null) this.origins.set(event.output, output);
  }
}

type Rule = (event: OpEvent, inputs: readonly (readonly Origin[])[]) => readonly Origin[] | null;

const made = (size: number): Origin => [{ from: null, size }];
const isMade = (origin: Origin): boolean => origin.every(({ from }) => from === null);

const rules: Readonly<Partial<Record<string, Rule>>> = {
  permute: ({ attributes }, [input]) => (attributes["axes"] as number[]).map((axis) => input![axis]!),
  reshape: ({ output }, [input]) => regrouped(input!.flat(), output.shape),
  embedding: ({ output }, [, ids]) => [...ids!, made(output.shape.at(-1)!)],
  slice: resized,
  concat: resized,
  matmul: multiplied,
};

/** The same axes, some of them longer or shorter. */
function resized({ output }: OpEvent, inputs: readonly (readonly Origin[])[]): readonly Origin[] | null {
  const input = inputs.find((one) => !one.every(isMade)) ?? inputs[0]!;
  if (input.length !== output.shape.length) return null;
  return input.map((origin, axis) => {
    const size = output.shape[axis]!;
    if (lengthOf(origin) === size) return origin;
    return origin.length === 1 ? [{ from: origin[0]!.from, size }] : made(size);
  });
}

/** Rows of the first, columns of the second. Weights that mix an axis of one length into one of the same length leave it what it was. */
function multiplied({ output }: OpEvent, [a, b]: readonly (readonly Origin[])[]): readonly Origin[] | null {
  if (a!.length < 2 || b!.length < 2) return null;
  const [row, column] = [a!.at(-2)!, b!.at(-1)!];
  const [summed, summedToo] = [a!.at(-1)!, b!.at(-2)!];
  const batch = broadcast([a!.slice(0, -2), b!.slice(0, -2)], output.shape.slice(0, -2));
  return batch && [...batch, kept(row, summedToo, [...batch, column]), kept(column, summed, [...batch, row])];
}

function kept(own: Origin, summed: Origin, beside: readonly Origin[]): Origin {
  const isElsewhere = summed.some(({ from }) => beside.flat().some((piece) => piece.from === from));
  return isMade(own) && lengthOf(own) === lengthOf(summed) && !isElsewhere ? summed : own;
}

/** Reductions drop their axes, or leave them with a length of 1. */
function reduced({ attributes, output }: OpEvent, [input]: readonly (readonly Origin[])[]) {
  const { axis, keepdims } = attributes;
  if (!Array.isArray(axis) || keepdims === undefined) return null;
  const rest =
    keepdims === true
      ? input!.map((origin, at) => (axis.includes(at) ? made(1) : origin))
      : input!.filter((_, at) => !axis.includes(at));
  return rest.length === output.shape.length ? rest : null;
}

/** Ops that work element by element, with the usual broadcasting; null where the shapes say that an op is none. */
function aligned({ output }: OpEvent, inputs: readonly (readonly Origin[])[]): readonly Origin[] | null {
  return broadcast(inputs, output.shape);
}

function broadcast(inputs: readonly (readonly Origin[])[], shape: readonly number[]): Origin[] | null {
  const fits = inputs.every(
    (input) =>
      input.length <= shape.length &&
      input.every((origin, i) => [1, shape[shape.length - input.length + i]].includes(lengthOf(origin))),
  );
  if (!fits) return null;
  return shape.map((size, axis) => {
    const own = inputs
      .map((input) => input[axis - shape.length + input.length])
      .filter((origin) => origin !== undefined && lengthOf(origin) === size);
    return own.find((origin) => !isMade(origin!)) ?? made(size);
  });
}

/** Deals the pieces out to the axes of a new shape, cutting a piece where an axis ends within it; null where they do not fit. */
function regrouped(pieces: readonly Piece[], shape: readonly number[]): Origin[] | null {
  const rest = [...pieces];
  const axes: Origin[] = [];
  for (const size of shape) {
    const axis = size === 1 ? takeOne(rest) : take(rest, size);
    if (axis === null) return null;
    axes.push(axis);
  }
  return axes;
}

function takeOne(rest: Piece[]): Origin {
  return rest[0]?.size === 1 ? [rest.shift()!] : made(1);
}

function take(rest: Piece[], size: number): Origin | null {
  const taken: Piece[] = [];
  for (let left = size; left > 1;) {
    const piece = rest.shift();
    if (piece === undefined) return null;
    if (piece.size === 1) continue;
    if (left % piece.size === 0) left /= piece.size;
    else if (piece.size % left === 0) {
      rest.unshift({ from: piece.from, size: piece.size / left });
      taken.push({ from: piece.from, size: left });
      break;
    } else return null;
    taken.push(piece);
  }
  return taken;
}

function lengthOf(origin: Origin): number {
  return origin.reduce((product, { size }) => product * size, 1);
}
