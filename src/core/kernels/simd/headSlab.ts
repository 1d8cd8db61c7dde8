import type { Heads } from "../kernels.ts";
import type { Workspace } from "./workspace.ts";

/** Matrices [heads, rows, columns] in the workspace. */
export interface Slab {
  readonly at: number;
  readonly headBytes: number;
  readonly rowBytes: number;
}

export interface SlabShape {
  readonly heads: number;
  readonly rows: number;
  readonly columns: number;
}

const elements = ({ heads, rows, columns }: SlabShape) => heads * rows * columns;

/** How far the elements reach in their buffer. */
function span({ headStride, rowStride }: Heads, { heads, rows, columns }: SlabShape): number {
  return (heads - 1) * headStride + (rows - 1) * rowStride + columns;
}

/** Whether the elements lie close enough together to be copied in one run. */
const isDense = (source: Heads, shape: SlabShape) => span(source, shape) <= 2 * elements(shape);

/** Bytes that `bringIn` needs. */
export function slabBytes(source: Heads, shape: SlabShape): number {
  return 4 * (isDense(source, shape) ? span(source, shape) : elements(shape));
}

/** Brings matrices into the workspace at `at`: all in one run where they lie together, else row by row. */
export function bringIn(workspace: Workspace, source: Heads, shape: SlabShape, at: number): Slab {
  const { data, offset, headStride, rowStride } = source;
  if (isDense(source, shape)) {
    const place = workspace.place(data, offset, span(source, shape), at);
    return { at: place, headBytes: 4 * headStride, rowBytes: 4 * rowStride };
  }
  const { heads, rows, columns } = shape;
  for (let head = 0; head < heads; head++)
    workspace.copyRunsIn(
      data,
      offset + head * headStride,
      rowStride,
      rows,
      columns,
      at + 4 * head * rows * columns,
    );
  return { at, headBytes: 4 * rows * columns, rowBytes: 4 * columns };
}

/** Where results are to be written so that `bringHome` copies long runs: in the order of `target`'s memory. */
export function slabFor({ headStride }: Heads, { heads, rows, columns }: SlabShape, at: number): Slab {
  return headStride === columns
    ? { at, headBytes: 4 * columns, rowBytes: 4 * heads * columns }
    : { at, headBytes: 4 * rows * columns, rowBytes: 4 * columns };
}

/** Copies matrices that were written as `slabFor` says to their target. */
export function bringHome(
  workspace: Workspace,
  { data, offset, headStride, rowStride }: Heads,
  { heads, rows, columns }: SlabShape,
  at: number,
): void {
  const [outer, length, inner, step] =
    headStride === columns ? [1, rows, heads * columns, 0] : [heads, rows, columns, headStride];
  for (let part = 0; part < outer; part++) {
    const from = at + 4 * part * length * inner;
    const to = offset + part * step;
    if (rowStride === inner) workspace.copyOut(data, to, length * inner, from);
    else
      for (let row = 0; row < length; row++)
        workspace.copyOut(data, to + row * rowStride, inner, from + 4 * row * inner);
  }
}
