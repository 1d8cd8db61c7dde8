import { tensor } from "../../core/index.ts";
import type { Tensor } from "../../core/index.ts";
import { axisBlocks } from "../axisBlocks.ts";
import { magnitudes, replaceAt, replacementValues } from "../replacements.ts";
import { notChecked } from "./furtherChecks.ts";
import type { FurtherVerdict } from "./furtherChecks.ts";
import { placeOfSequenceLeak } from "./localise.ts";
import type { LeakPlace } from "./localise.ts";
import type { ProbeRun, ProbeSettings } from "./probeRun.ts";
import { rowChanges, sameBits } from "./rowChanges.ts";

const title = "Other sequences";

/** Sequence `to` moved by `amount` when sequence `from` was replaced. */
export interface SequenceLeak extends LeakPlace {
  readonly from: number;
  readonly to: number;
  readonly amount: number;
}

export type SequenceVerdict = FurtherVerdict & { readonly leak: SequenceLeak | null };

/**
 * Replaces sequence 0 of the batch and compares all others; with B = 1 a second sequence is added, since a norm over a batch
 * of one only gives zeros. Within one sequence such a norm shows nothing.
 * null where the input has no batch axis.
 */
export function checkSequences(run: ProbeRun, settings: ProbeSettings): SequenceVerdict | null {
  const { batchAxis } = run.layout;
  if (batchAxis === null) return null;
  try {
    const leak = sequenceLeak(run, batchAxis, settings);
    const message =
      leak === null
        ? `no sequence reads another: ${magnitudes.length} runs, bit for bit, on this input`
        : `reads other sequences: sequence ${leak.to} reads sequence ${leak.from}${placeOf(leak)}`;
    return { title, verdict: leak === null ? "no leak found" : "leak shown", message, leak };
  } catch (error) {
    return { ...notChecked(title, error), leak: null };
  }
}

function placeOf({ module, op, cause }: LeakPlace): string {
  return op === null
    ? ""
    : `; it starts in ${module === null ? "" : `${module}, `}op ${op} (cause: ${cause})`;
}

function sequenceLeak(run: ProbeRun, axis: number, settings: ProbeSettings): SequenceLeak | null {
  const x = run.layout.batch > 1 ? run.x : withSecondSequence(run, axis, settings);
  const base = run.execute(x);
  if (base.shape[axis] !== x.shape[axis])
    throw new RangeError(`the output [${base.shape.join(", ")}] does not have the input's batch axis`);
  if (!sameBits(base.data, run.execute(x).data)) throw new Error("two equal runs differed");
  for (const values of replacementValues(x, run.layout, settings.specialIds)) {
    const replaced = replaceAt(x, values, axis, [0]);
    const output = run.execute(replaced);
    const { changed, amount } = rowChanges(base.data, output.data, axisBlocks(base.shape, axis));
    const to = changed.findIndex((flag, sequence) => flag === 1 && sequence !== 0);
    if (to > 0) return { from: 0, to, amount: amount[to]!, ...placeOfSequenceLeak(run, x, replaced) };
  }
  return null;
}

/** x with a second, different sequence behind its one. */
function withSecondSequence(run: ProbeRun, axis: number, settings: ProbeSettings): Tensor {
  const [other] = replacementValues(run.x, run.layout, settings.specialIds);
  const { outer, inner } = axisBlocks(run.x.shape, axis);
  const data = new Float32Array(2 * run.x.data.length);
  for (let block = 0; block < outer; block++) {
    const from = block * inner;
    data.set(run.x.data.subarray(from, from + inner), 2 * from);
    data.set(other!.subarray(from, from + inner), 2 * from + inner);
  }
  return tensor(
    data,
    run.x.shape.map((size, at) => (at === axis ? 2 : size)),
  );
}
