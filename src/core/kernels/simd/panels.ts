import { pack, stageLength, type Lanes } from "./pack.ts";
import type { Tile } from "./tile.ts";
import type { ProductWorkspace } from "./workspace.ts";

/** Steps of k in a block of panels: with a's they stay in the first-level cache. A multiple of the blocks in which sums are added up. */
export const panelSteps = 768;
/** Lanes that are packed at once where those of a step lie side by side: shorter runs are copied slowly. Whole panels of any width. */
const longRun = 480;

/** Lanes of one operand that are to be packed, and where to: blocks of `panelSteps` steps, each with all panels one behind the other. */
export interface Panels {
  readonly operand: Lanes;
  readonly first: number;
  readonly count: number;
  readonly steps: number;
  readonly to: number;
}

/** Packs panels as far as they are asked for: gives a function that packs all before lane `end`, those that are packed left out. */
export function packerOf(
  workspace: ProductWorkspace,
  { operand, first, count, steps, to }: Panels,
  stage: number,
): (end: number) => void {
  const { width, laneStride, stepStride } = operand;
  const padded = roundUp(count, width);
  const inStage = Math.max(1, Math.floor(stageLength / steps / width)) * width;
  const atOnce = laneStride === 1 && stepStride !== 1 ? longRun : inStage;
  let done = 0;
  return (end) => {
    if (end <= done) return;
    const lanes = Math.min(count - done, roundUp(end - done, atOnce));
    for (let step = 0; step < steps; step += panelSteps) {
      const some = Math.min(panelSteps, steps - step);
      pack(
        workspace,
        operand,
        first + done,
        lanes,
        step,
        some,
        to + 4 * (step * padded + done * some),
        stage,
      );
    }
    done += lanes;
  };
}

export const paddedColumns = (n: number, panelColumns: Tile["columns"]): number => roundUp(n, panelColumns);

/** The next multiple, and at least one. */
export const roundUp = (value: number, multiple: number): number =>
  Math.max(1, Math.ceil(value / multiple)) * multiple;
