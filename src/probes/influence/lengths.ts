import { tensor } from "../../core/index.ts";
import { ProbeRandom } from "../probeRandom.ts";
import { notChecked } from "./furtherChecks.ts";
import type { FurtherVerdict } from "./furtherChecks.ts";
import type { ProbeRun } from "./probeRun.ts";
import { relativeDifference, tokenSpan } from "./tokenSpan.ts";

const title = "Lengths";

/** Not bit for bit: a right model differs by 6e-7 between lengths, because its matrix products are cut up differently. */
export const tolerance = 1e-5;

/** A deep model may carry rounding further than that; more than this no rounding explains. */
const beyondRounding = 1e-3;

/** How many times the effect of one rounding of the input a right model may differ by. */
const roundings = 16;

/**
 * Compares f(x[:t]) with f(x)[:t]: a probe at one length cannot see that a result depends on N.
 * Tolerance: 1e-5 of the largest |output|, or what roundings of the input bring about in this model where that is more.
 * "cannot tell" where f takes no shorter input, or draws random numbers: a dropout's mask depends on the length.
 */
export function checkLengths(run: ProbeRun): FurtherVerdict {
  if (run.isRandom) return notChecked(title, "the run draws random numbers, others for another length");
  const { tokens } = run.layout;
  const lengths = [...new Set([1, tokens >> 1, tokens - 1])].filter(
    (length) => length >= 1 && length < tokens,
  );
  try {
    const differences = lengths.map((length) => ({ length, difference: differenceAt(run, length) }));
    return judged(run, differences);
  } catch (error) {
    return notChecked(title, error);
  }
}

interface LengthDifference {
  readonly length: number;
  readonly difference: number;
}

function judged(run: ProbeRun, differences: readonly LengthDifference[]): FurtherVerdict {
  const limit = differences.some(({ difference }) => difference > tolerance)
    ? Math.max(tolerance, roundings * roundingEffect(run))
    : tolerance;
  const leaking = differences.find(({ difference }) => !(difference <= limit));
  if (leaking === undefined) {
    const tried = differences.map(({ length }) => length).join(", ");
    const message = `the first tokens come out the same for the shorter inputs of ${tried} tokens`;
    return { title, verdict: "no leak found", message };
  }
  const { length, difference } = leaking;
  const words = `the first ${length} of ${run.layout.tokens} tokens come out otherwise when the later ones are left out`;
  if (run.layout.ids === null || difference > beyondRounding)
    return { title, verdict: "leak shown", message: words };
  const amount = `by ${difference.toExponential(1)} of the largest output, which rounding may bring about`;
  return { title, verdict: "cannot tell", message: `${words}, ${amount}` };
}

function differenceAt(run: ProbeRun, length: number): number {
  const short = run.execute(tokenSpan(run.x, run.layout.tokenAxis, 0, length));
  const full = { data: run.base, shape: run.outputShape };
  return relativeDifference(tokenSpan(full, run.outputTokenAxis, 0, length), short);
}

/** How far outputs move when every input number is rounded once; 0 for ids, which cannot be. */
function roundingEffect(run: ProbeRun): number {
  if (run.layout.ids !== null) return 0;
  const random = new ProbeRandom(run.base.length);
  const rounded = run.x.data.map((value) => value * (1 + (random.uniform() < 0.5 ? -1 : 1) * 2 ** -23));
  const base = tensor(run.base, [...run.outputShape]);
  return relativeDifference(base, run.execute(tensor(rounded, [...run.x.shape])));
}
