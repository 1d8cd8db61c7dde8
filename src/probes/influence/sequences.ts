import { tensor } from "../../core/index.ts";
import type { Tensor } from "../../core/index.ts";
import { axisBlocks } from "../axisBlocks.ts";
import { replaceAt, replacementValues } from "../replacements.ts";
import { permission } from "./allowed.ts";
import { designComparisons } from "./comparisons.ts";
import type { Comparison } from "./comparisons.ts";
import { notChecked } from "./furtherChecks.ts";
import type { FurtherVerdict } from "./furtherChecks.ts";
import { placeOfSequenceLeak } from "./localise.ts";
import type { LeakPlace } from "./firstMoving.ts";
import type { ProbeRun, ProbeSettings } from "./probeRun.ts";
import { rowChanges, sameBits } from "./rowChanges.ts";
import type { RowChanges } from "./rowChanges.ts";

const title = "Other sequences";

/** Sequence `to` moved by `amount` when sequence `from` was replaced. */
export interface SequenceLeak extends LeakPlace {
  readonly from: number;
  readonly to: number;
  readonly amount: number;
}

export type SequenceVerdict = FurtherVerdict & { readonly leak: SequenceLeak | null };

/**
 * Replaces sequences of the batch and compares the others, so that every ordered pair is tested; with B = 1 a second sequence is
 * added, since a norm over a batch of one only gives zeros. Within one sequence such a norm shows nothing.
 * null where the input has no batch axis.
 */
export function checkSequences(run: ProbeRun, settings: ProbeSettings): SequenceVerdict | null {
  const { batchAxis } = run.layout;
  if (batchAxis === null) return null;
  try {
    const { leak, runs } = sequenceLeak(run, batchAxis, settings);
    const message =
      leak === null
        ? `no sequence reads another: ${runs} runs, bit for bit, on this input`
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

interface SequenceSearch {
  readonly leak: SequenceLeak | null;
  readonly runs: number;
}

function sequenceLeak(run: ProbeRun, axis: number, settings: ProbeSettings): SequenceSearch {
  const x = run.layout.batch > 1 ? run.x : withSecondSequence(run, axis, settings);
  const base = run.execute(x);
  if (base.shape[axis] !== x.shape[axis])
    throw new RangeError(`the output [${base.shape.join(", ")}] does not have the input's batch axis`);
  if (!sameBits(base.data, run.execute(x).data)) throw new Error("two equal runs differed");
  let runs = 0;
  const moved = (values: Float32Array, replaced: readonly number[]): RowChanges => {
    runs++;
    const output = run.execute(replaceAt(x, values, axis, replaced));
    return rowChanges(base.data, output.data, axisBlocks(base.shape, axis));
  };
  const kinds = replacementValues(x, run.layout, settings.specialIds);
  for (const { replaced, compared } of sequencePairs(x.shape[axis]!))
    for (const values of kinds) {
      const { changed } = moved(values, replaced);
      const to = compared.find((sequence) => changed[sequence] === 1);
      if (to === undefined) continue;
      // One of the replaced ones alone, unless only several together show it.
      const alone = replaced.find((from) => moved(values, [from]).changed[to] === 1);
      const sequences = alone === undefined ? replaced : [alone];
      const amount = moved(values, sequences).amount[to]!;
      const place = placeOfSequenceLeak(run, x, replaceAt(x, values, axis, sequences), sequences);
      return { leak: { from: sequences[0]!, to, amount, ...place }, runs };
    }
  return { leak: null, runs };
}

/** The first sequence against all others, then what tests every ordered pair. */
function sequencePairs(count: number): Comparison[] {
  const sequences = Array.from({ length: count }, (_, i) => i);
  const first = { replaced: [0], compared: sequences.slice(1) };
  const all = permission("none", count, count);
  const { comparisons } = designComparisons(all, sequences, count);
  return [first, ...comparisons.filter(({ replaced }) => replaced.join() !== "0")];
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
