import { blocksOf, type Block } from "../attentionBlocks.ts";
import type { AttentionInputs, AttentionSizes, Heads } from "../kernels.ts";
import { from, headOf, HeadKernels, allFinite, panelBytes, shapesOf, type Placed } from "./attention.ts";
import { bringHome, bringIn, slabBytes, slabFor, type Slab, type SlabShape } from "./headSlab.ts";
import { asideBytes, type Tile } from "./tile.ts";
import { layOut, type Workspace } from "./workspace.ts";

/** Queries whose scores are held at once: the blocks in which products are summed up, so that sums over queries keep their order. */
const blockRows = 256;

type Gradients = { readonly [Name in keyof AttentionInputs]: Heads | null };

/** Where in the workspace things are. */
interface Places {
  readonly query: number;
  readonly key: number;
  readonly value: number;
  readonly grad: number;
  readonly toQuery: number;
  readonly toKey: number;
  readonly toValue: number;
  readonly keys: number;
  readonly values: number;
  readonly left: number;
  readonly right: number;
  readonly weights: number;
  readonly slopes: number;
  readonly aside: number;
}

/** The gradients of one sequence's attention; the weights are computed again, block by block. Heads are brought in as by `attend`. */
export function attendGradient(
  workspace: Workspace,
  tile: Tile,
  inputs: AttentionInputs,
  sizes: AttentionSizes,
  grad: Heads,
  out: Gradients,
): boolean {
  for (const groups of new Set([sizes.keyHeads, 1])) {
    const at = layOutBackward(inputs, sizes, grad, groups);
    if (at === null) continue;
    for (let first = 0; first < sizes.keyHeads; first += groups)
      groupGradients(
        workspace,
        new HeadKernels(workspace, tile, at.aside),
        inputs,
        sizes,
        grad,
        out,
        { first, groups },
        at,
      );
    return true;
  }
  return false;
}

function layOutBackward(
  inputs: AttentionInputs,
  sizes: AttentionSizes,
  grad: Heads,
  groups: number,
): Places | null {
  const { keys, features, width } = sizes;
  const shapes = shapesOf(sizes, groups);
  const rows = Math.min(blockRows, sizes.queries);
  const bytes = (shape: SlabShape) => 4 * shape.heads * shape.rows * shape.columns;
  const columns = Math.max(features, width);
  const parts = layOut(
    slabBytes(inputs.query, shapes.query),
    slabBytes(inputs.key, shapes.key),
    slabBytes(inputs.value, shapes.value),
    slabBytes(grad, shapes.out),
    bytes(shapes.query),
    bytes(shapes.key),
    bytes(shapes.value),
    panelBytes(keys, features),
    panelBytes(keys, width),
    Math.max(panelBytes(rows, Math.max(columns, keys)), panelBytes(keys, rows)),
    panelBytes(columns, Math.max(keys, rows)),
    4 * rows * keys,
    4 * rows * keys,
    asideBytes,
  );
  if (parts === null) return null;
  const [query, key, value, gradAt, toQuery, toKey, toValue, keyPanels, values, left, right, weights, slopes, aside] =
    parts as [number, number, number, number, number, number, number, number, number, number, number, number, number, number]; // prettier-ignore
  return {
    query,
    key,
    value,
    grad: gradAt,
    toQuery,
    toKey,
    toValue,
    keys: keyPanels,
    values,
    left,
    right,
    weights,
    slopes,
    aside,
  };
}

function groupGradients(
  workspace: Workspace,
  head: HeadKernels,
  inputs: AttentionInputs,
  sizes: AttentionSizes,
  grad: Heads,
  out: Gradients,
  { first, groups }: { first: number; groups: number },
  at: Places,
): void {
  const { group } = sizes;
  const shapes = shapesOf(sizes, groups);
  const query = bringIn(workspace, from(inputs.query, first * group), shapes.query, at.query);
  const key = bringIn(workspace, from(inputs.key, first), shapes.key, at.key);
  const value = bringIn(workspace, from(inputs.value, first), shapes.value, at.value);
  const upstream = bringIn(workspace, from(grad, first * group), shapes.out, at.grad);
  const toQuery = targetFor(workspace, out.query, first * group, shapes.query, at.toQuery);
  const toKey = targetFor(workspace, out.key, first, shapes.key, at.toKey);
  const toValue = targetFor(workspace, out.value, first, shapes.value, at.toValue);
  const finite = () => allFinite(workspace, key, shapes.key) && allFinite(workspace, value, shapes.value);
  const blocks = blocksOf(sizes, blockRows, finite);
  for (let shared = 0; shared < groups; shared++) {
    head.packRows(headOf(key, shared), sizes.keys, sizes.features, at.keys, head.tile.columns);
    head.packRows(headOf(value, shared), sizes.keys, sizes.width, at.values, head.tile.columns);
    for (let own = shared * group; own < (shared + 1) * group; own++) {
      const operands = { query: headOf(query, own), key: headOf(key, shared), grad: headOf(upstream, own) };
      const targets = {
        query: toQuery && headOf(toQuery.slab, own),
        key: toKey && headOf(toKey.slab, shared),
        value: toValue && headOf(toValue.slab, shared),
      };
      for (const block of blocks) blockGradients(head, operands, sizes, block, targets, at);
    }
  }
  for (const target of [toQuery, toKey, toValue]) target?.bringHome();
}

/** Zeros to which the gradients of some heads are added, and the way home for them; null where they are not wanted. */
function targetFor(
  workspace: Workspace,
  wanted: Heads | null,
  first: number,
  shape: SlabShape,
  at: number,
): { slab: Slab; bringHome: () => void } | null {
  if (wanted === null) return null;
  const goal = from(wanted, first);
  clear(workspace, at, shape);
  return { slab: slabFor(goal, shape, at), bringHome: () => bringHome(workspace, goal, shape, at) };
}

function clear({ floats }: Workspace, at: number, { heads, rows, columns }: SlabShape): void {
  floats.fill(0, at >> 2, (at >> 2) + heads * rows * columns);
}

const rowsFrom = ({ at, rowBytes }: Placed, first: number): Placed => ({
  at: at + first * rowBytes,
  rowBytes,
});

/** What one block of queries adds to the gradients of one head. */
function blockGradients(
  head: HeadKernels,
  operands: { readonly query: Placed; readonly key: Placed; readonly grad: Placed },
  sizes: AttentionSizes,
  block: Block,
  targets: { readonly [Name in keyof AttentionInputs]: Placed | null },
  at: Places,
): void {
  const { first, rows, seen } = block;
  const { features, width } = sizes;
  const { run } = head.workspace;
  head.weights(operands.query, block, sizes, { panels: at.left, keys: at.keys, scores: at.weights });
  const grad = rowsFrom(operands.grad, first);
  const scores = (place: number): Placed => ({ at: place, rowBytes: 4 * seen });
  if (targets.value) {
    head.packColumns(scores(at.weights), seen, rows, at.left, head.tile.rows);
    head.packColumns(grad, width, rows, at.right);
    head.multiply(at.left, at.right, seen, rows, width, targets.value, true);
  }
  if (!targets.query && !targets.key) return;
  head.packRows(grad, rows, width, at.left);
  head.multiply(at.left, at.values, rows, width, seen, scores(at.slopes));
  run.softmaxGradient(at.weights, at.slopes, rows, seen, at.slopes);
  run.scaleScores(at.slopes, rows, seen, sizes.scale, seen);
  if (targets.query) {
    head.packRows(scores(at.slopes), rows, seen, at.left);
    head.packColumns(operands.key, features, seen, at.right);
    head.multiply(at.left, at.right, rows, seen, features, rowsFrom(targets.query, first));
  }
  if (targets.key) {
    head.packColumns(scores(at.slopes), seen, rows, at.left, head.tile.rows);
    head.packColumns(rowsFrom(operands.query, first), features, rows, at.right);
    head.multiply(at.left, at.right, seen, rows, features, targets.key, true);
  }
}
