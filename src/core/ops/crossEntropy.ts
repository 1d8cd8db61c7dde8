import { kernels } from "../kernels/kernels.ts";
import { NDArray } from "../ndarray.ts";
import { formatShape, sameShape, ShapeError } from "../shape.ts";
import { checkIndex } from "./checkIndex.ts";
import type { Op } from "./op.ts";
import { uniform, values } from "./sampleInputs.ts";

export interface CrossEntropyAttributes {
  /** Positions with this target have loss 0 and no gradient. */
  readonly ignoreIndex: number;
  /** Share of the target's probability that is spread evenly over all classes. */
  readonly labelSmoothing: number;
}

/**
 * -log softmax(logits)[target] for each position: logits [..., classes] and targets [...] give losses [...]. With label
 * smoothing s the target distribution is (1 - s) at the target plus s / classes everywhere (Szegedy et al., 2016).
 * Softmax and loss in one, some positions at a time: the log-probabilities of all are never in memory.
 */
export const crossEntropy: Op<CrossEntropyAttributes> = {
  name: "crossEntropy",
  shape([logits, targets]) {
    if (logits!.length === 0 || !sameShape(logits!.slice(0, -1), targets!))
      throw new ShapeError(
        "crossEntropy",
        `logits ${formatShape(logits!)} need targets ${formatShape(logits!.slice(0, -1))}, got ${formatShape(targets!)}`,
      );
    return targets!;
  },
  forward([logits, targets], { ignoreIndex, labelSmoothing }, shape) {
    const classes = logits!.shape.at(-1)!;
    const out = NDArray.zeros(shape);
    const wanted = targets!.values();
    for (const target of wanted)
      if (target !== ignoreIndex) checkIndex("crossEntropy", "target", target, classes);
    forEachRow(logits!, classes, (row, i) => {
      const target = wanted[i]!;
      if (target === ignoreIndex) return;
      let spread = 0;
      if (labelSmoothing > 0) for (const one of row) spread += one / classes;
      out.data[i] = -((1 - labelSmoothing) * row[target]! + labelSmoothing * spread);
    });
    return out;
  },
  saves: [0, 1],
  backward({ grad, input, attributes: { ignoreIndex, labelSmoothing } }) {
    const logits = input(0);
    const classes = logits.shape.at(-1)!;
    const out = NDArray.empty(logits.shape);
    if (out.size > 0) kernels().softmax(logits.values(), classes, out.data);
    const upstream = grad.values();
    input(1)
      .values()
      .forEach((target, i) => {
        const row = out.data.subarray(i * classes, (i + 1) * classes);
        if (target === ignoreIndex) return void row.fill(0);
        const floor = labelSmoothing / classes;
        const scale = upstream[i]!;
        const atTarget = (row[target]! - (1 - labelSmoothing + floor)) * scale;
        for (let j = 0; j < classes; j++) row[j] = (row[j]! - floor) * scale;
        row[target] = atTarget;
      });
    return [out, null];
  },
  samples: () => [
    { inputs: [uniform([3, 4], 1, -3, 3), values([3], [0, 3, 1])], attributes: plain, rows: [0, 1] },
    { inputs: [uniform([2, 2, 3], 1), values([2, 2], [2, -100, 0, 1])], attributes: plain, rows: [0, 1] },
    { inputs: [uniform([3, 4], 1), values([3], [0, 3, 1])], attributes: { ...plain, labelSmoothing: 0.1 } },
    {
      smooth: false,
      inputs: [values([2, 2], [1e4, -1e4, 1e4, -1e4]), values([2], [0, 1])],
      attributes: plain,
      rows: [0, 1],
    },
  ],
};

const plain: CrossEntropyAttributes = { ignoreIndex: -100, labelSmoothing: 0 };

/** Log-probabilities of so many elements are in memory at once. */
const held = 2 ** 16;

/** Calls `visit` with the log-probabilities of each position, which are there only as long as the call. */
function forEachRow(
  logits: NDArray,
  classes: number,
  visit: (row: Float32Array, index: number) => void,
): void {
  if (logits.size === 0) return;
  const values = logits.values();
  const most = Math.max(1, Math.floor(held / classes)) * classes;
  const room = NDArray.empty([Math.min(most, values.length)]).data;
  for (let start = 0; start < values.length; start += most) {
    const some = room.subarray(0, Math.min(most, values.length - start));
    kernels().logSoftmax(values.subarray(start, start + some.length), classes, some);
    for (let at = 0; at < some.length; at += classes)
      visit(some.subarray(at, at + classes), (start + at) / classes);
  }
}
