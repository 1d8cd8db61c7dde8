import type { ProductWorkspace } from "./workspace.ts";

/** Elements that are on their way to be packed at once. */
export const stageLength = 2 ** 15;

/** One operand seen from its panels: lanes are rows of a or columns of b, steps run along k. */
export interface Lanes {
  readonly data: Float32Array;
  readonly offset: number;
  readonly laneStride: number;
  readonly stepStride: number;
  readonly width: number;
}

/** Packs lanes [first, first + lanes) and steps [from, from + steps) into panels at `to`. */
export function pack(
  workspace: ProductWorkspace,
  operand: Lanes,
  first: number,
  lanes: number,
  from: number,
  steps: number,
  to: number,
  stage: number,
): void {
  const { data, laneStride, stepStride, width } = operand;
  const offset = operand.offset + first * laneStride + from * stepStride;
  const panelBytes = 4 * width * steps;
  if (workspace.holds(data) && (laneStride === 1 || stepStride === 1)) {
    const at = data.byteOffset + 4 * offset;
    return workspace.run.pack(at, 4 * laneStride, 4 * stepStride, lanes, steps, width, to, panelBytes);
  }
  if (stepStride === 1 || steps === 1) packRuns(workspace, operand, offset, lanes, steps, to, stage);
  else if (laneStride === 1 || lanes === 1) packSlices(workspace, operand, offset, lanes, steps, to, stage);
  else packScattered(workspace, operand, offset, lanes, steps, to, stage);
}

/** Each lane's steps lie side by side: whole groups of lanes are brought in, as many as there is room for. */
function packRuns(
  workspace: ProductWorkspace,
  { data, laneStride, width }: Lanes,
  offset: number,
  lanes: number,
  steps: number,
  to: number,
  stage: number,
): void {
  const panelBytes = 4 * width * steps;
  const group = Math.max(1, Math.floor(stageLength / (steps * width))) * width;
  for (let lane = 0; lane < lanes; lane += group) {
    const count = Math.min(group, lanes - lane);
    workspace.copyRunsIn(data, offset + lane * laneStride, laneStride, count, steps, stage);
    workspace.run.pack(
      stage,
      4 * steps,
      4,
      count,
      steps,
      width,
      to + (lane / width) * panelBytes,
      panelBytes,
    );
  }
}

/** The lanes of each step lie side by side. */
function packSlices(
  workspace: ProductWorkspace,
  { data, stepStride, width }: Lanes,
  offset: number,
  lanes: number,
  steps: number,
  to: number,
  stage: number,
): void {
  const panelBytes = 4 * width * steps;
  const group = Math.max(1, Math.floor(stageLength / lanes));
  for (let step = 0; step < steps; step += group) {
    const count = Math.min(group, steps - step);
    workspace.copyRunsIn(data, offset + step * stepStride, stepStride, count, lanes, stage);
    workspace.run.pack(stage, 4, 4 * lanes, lanes, count, width, to + 4 * width * step, panelBytes);
  }
}

/** Neither lies side by side (a slice with steps, say): element by element. */
function packScattered(
  workspace: ProductWorkspace,
  { data, laneStride, stepStride, width }: Lanes,
  offset: number,
  lanes: number,
  steps: number,
  to: number,
  stage: number,
): void {
  const panelBytes = 4 * width * steps;
  const { floats } = workspace;
  for (let lane = 0; lane < lanes; lane += width) {
    const count = Math.min(width, lanes - lane);
    for (let i = 0, at = stage >> 2; i < count; i++) {
      let from = offset + (lane + i) * laneStride;
      for (let step = 0; step < steps; step++, from += stepStride) floats[at++] = data[from]!;
    }
    workspace.run.pack(
      stage,
      4 * steps,
      4,
      count,
      steps,
      width,
      to + (lane / width) * panelBytes,
      panelBytes,
    );
  }
}
