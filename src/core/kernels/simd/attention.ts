import type { AttentionInputs, AttentionSizes, Heads } from "../kernels.ts";
import { blocksOf, type Block } from "../attentionBlocks.ts";
import type { Multiply } from "./exports.ts";
import { bringHome, bringIn, slabBytes, slabFor, type Slab, type SlabShape } from "./headSlab.ts";
import { asideBytes, mostColumns, multiplyOf, type Tile } from "./tile.ts";
import { layOut, type Workspace } from "./workspace.ts";

/** Queries whose scores are held at once: few enough for the second-level cache. */
const blockRows = 64;

/** A matrix in the workspace. */
export interface Placed {
  readonly at: number;
  readonly rowBytes: number;
}

export const headOf = ({ at, headBytes, rowBytes }: Slab, head: number): Placed => ({
  at: at + head * headBytes,
  rowBytes,
});

/** The products and the softmax of one head, all within the workspace. */
export class HeadKernels {
  readonly workspace: Workspace;
  readonly tile: Tile;
  private readonly aside: number;
  private readonly multiplyPanels: Multiply;

  constructor(workspace: Workspace, tile: Tile, aside: number) {
    this.workspace = workspace;
    this.tile = tile;
    this.aside = aside;
    this.multiplyPanels = multiplyOf(workspace.run, tile.columns);
  }

  /** Packs `lanes` rows as a left operand (or, with `width` given, as the columns of a right one); steps run along each row. */
  packRows(
    { at, rowBytes }: Placed,
    lanes: number,
    steps: number,
    to: number,
    width: number = this.tile.rows,
  ): void {
    this.workspace.run.pack(at, rowBytes, 4, lanes, steps, width, to, 4 * width * steps);
  }

  /** Packs `lanes` columns; steps run down the rows. */
  packColumns(
    { at, rowBytes }: Placed,
    lanes: number,
    steps: number,
    to: number,
    width: number = this.tile.columns,
  ): void {
    this.workspace.run.pack(at, 4, rowBytes, lanes, steps, width, to, 4 * width * steps);
  }

  multiply(a: number, b: number, m: number, k: number, n: number, out: Placed, more = false): void {
    this.multiplyPanels(a, b, m, k, n, out.at, out.rowBytes, this.aside, more);
  }

  /** softmax(Q Kᵀ scale + mask) for a block into scores [rows, seen], from packed keys. */
  weights(
    query: Placed,
    { first, rows, seen }: Block,
    { features, scale, causal }: AttentionSizes,
    at: { readonly panels: number; readonly keys: number; readonly scores: number },
  ): void {
    const { run } = this.workspace;
    this.packRows({ ...query, at: query.at + first * query.rowBytes }, rows, features, at.panels);
    this.multiply(at.panels, at.keys, rows, features, seen, { at: at.scores, rowBytes: 4 * seen });
    run.scaleScores(at.scores, rows, seen, scale, causal === null ? seen : first + causal + 1);
    run.softmax(at.scores, rows, seen, at.scores);
  }
}

/** Bytes of packed panels, whichever side they are for. */
export const panelBytes = (lanes: number, steps: number): number => 4 * (lanes + mostColumns) * steps;

/** The shapes of what enters `groups` key heads' attention. */
export function shapesOf({ group, queries, keys, features, width }: AttentionSizes, groups: number) {
  return {
    query: { heads: groups * group, rows: queries, columns: features },
    key: { heads: groups, rows: keys, columns: features },
    value: { heads: groups, rows: keys, columns: width },
    out: { heads: groups * group, rows: queries, columns: width },
  };
}

/** Heads from key head `first` on. */
export const from = (heads: Heads, first: number): Heads => ({
  ...heads,
  offset: heads.offset + first * heads.headStride,
});

/**
 * The attention of one sequence. All heads are brought in at once where there is room, because their rows lie together in memory; else
 * one key head after the other.
 */
export function attend(
  workspace: Workspace,
  tile: Tile,
  inputs: AttentionInputs,
  sizes: AttentionSizes,
  out: Heads,
): boolean {
  for (const groups of new Set([sizes.keyHeads, 1])) {
    const places = layOutForward(inputs, sizes, groups);
    if (places === null) continue;
    for (let first = 0; first < sizes.keyHeads; first += groups)
      attendGroups(workspace, tile, inputs, sizes, { first, groups }, places, out);
    return true;
  }
  return false;
}

function layOutForward(inputs: AttentionInputs, sizes: AttentionSizes, groups: number): number[] | null {
  const { keys, features, width } = sizes;
  const shapes = shapesOf(sizes, groups);
  const rows = Math.min(blockRows, sizes.queries);
  const bytes = (shape: SlabShape) => 4 * shape.heads * shape.rows * shape.columns;
  return layOut(
    slabBytes(inputs.query, shapes.query),
    slabBytes(inputs.key, shapes.key),
    slabBytes(inputs.value, shapes.value),
    bytes(shapes.out),
    panelBytes(keys, features),
    panelBytes(width, keys),
    panelBytes(rows, Math.max(features, keys)),
    4 * rows * keys,
    asideBytes,
  );
}

function attendGroups(
  workspace: Workspace,
  tile: Tile,
  inputs: AttentionInputs,
  sizes: AttentionSizes,
  { first, groups }: { first: number; groups: number },
  places: readonly number[],
  target: Heads,
): void {
  const [queryAt, keyAt, valueAt, outAt, keys, values, panels, scores, aside] = places as [
    number, number, number, number, number, number, number, number, number,
  ]; // prettier-ignore
  const { group, width, features } = sizes;
  const shapes = shapesOf(sizes, groups);
  const query = bringIn(workspace, from(inputs.query, first * group), shapes.query, queryAt);
  const key = bringIn(workspace, from(inputs.key, first), shapes.key, keyAt);
  const value = bringIn(workspace, from(inputs.value, first), shapes.value, valueAt);
  const goal = from(target, first * group);
  const out = slabFor(goal, shapes.out, outAt);
  const head = new HeadKernels(workspace, tile, aside);
  const blocks = blocksOf(
    sizes,
    blockRows,
    () => allFinite(workspace, key, shapes.key) && allFinite(workspace, value, shapes.value),
  );
  for (let shared = 0; shared < groups; shared++) {
    head.packRows(headOf(key, shared), sizes.keys, features, keys, tile.columns);
    let packed = -1;
    for (let own = shared * group; own < (shared + 1) * group; own++) {
      for (const block of blocks) {
        const { first: top, rows, seen } = block;
        head.weights(headOf(query, own), block, sizes, { panels, keys, scores });
        if (packed !== seen) head.packColumns(headOf(value, shared), width, (packed = seen), values);
        head.packRows({ at: scores, rowBytes: 4 * seen }, rows, seen, panels);
        const to = headOf(out, own);
        head.multiply(panels, values, rows, seen, width, { ...to, at: to.at + top * to.rowBytes });
      }
    }
  }
  bringHome(workspace, goal, shapes.out, outAt);
}

/** Whether all numbers of a slab are finite; what lies between its rows is looked at too, which can only make it more careful. */
export function allFinite(
  { floats }: Workspace,
  { at, headBytes, rowBytes }: Slab,
  shape: SlabShape,
): boolean {
  const { heads, rows, columns } = shape;
  const length = ((heads - 1) * headBytes + (rows - 1) * rowBytes) / 4 + columns;
  for (let i = at >> 2, end = i + length; i < end; i++) if (!Number.isFinite(floats[i]!)) return false;
  return true;
}
