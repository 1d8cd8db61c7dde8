import { Module, nn } from "../../core/index.ts";
import type { Tensor } from "../../core/index.ts";
import { callOf } from "../subject.ts";
import { notChecked } from "./furtherChecks.ts";
import type { FurtherVerdict } from "./furtherChecks.ts";
import { tolerance } from "./lengths.ts";
import type { ProbeRun } from "./probeRun.ts";
import { relativeDifference, tokenSpan } from "./tokenSpan.ts";

const title = "Cached decoding";

/** The tokens before these are given at once. */
const mostSteps = 16;

/**
 * Compares decoding with cached keys and values, one token at a time as in generation, with the run on all tokens, to 1e-5 of
 * the largest |output|. A difference is no leak by itself: the cache or the positions may be wrong.
 * null for a subject that fills no cache of ours.
 */
export function checkCachedDecoding(run: ProbeRun): FurtherVerdict | null {
  const { subject, layout } = run;
  if (!(subject instanceof Module) || layout.ids === null || layout.tokens < 2) return null;
  if (run.isRandom) return notChecked(title, "the run draws random numbers");
  try {
    const differing = firstDifference(run, subject);
    if (differing === null) return null;
    const { token, difference } = differing;
    if (difference <= tolerance)
      return { title, verdict: "no leak found", message: "gives the same as all tokens at once" };
    const amount = `${difference.toExponential(1)} of the largest output`;
    const message = `token ${token} comes out otherwise, by ${amount}: the cache or the positions are wrong, or it reads later tokens`;
    return { title, verdict: "cannot tell", message };
  } catch (error) {
    return notChecked(title, error);
  } finally {
    run.state.release();
  }
}

/** The first token that differs beyond the tolerance, else the one with the largest difference. */
function firstDifference(run: ProbeRun, model: Module): { token: number; difference: number } | null {
  const { tokens, tokenAxis } = run.layout;
  const cache = new nn.KeyValueCache();
  const forward = callOf(model);
  const decode = (start: number, end: number): Tensor =>
    run.state.runWithoutGraph(() => forward(tokenSpan(run.x, tokenAxis, start, end), { cache })) as Tensor;
  const full = { data: run.base, shape: run.outputShape };
  let largest = { token: 0, difference: 0 };
  const prompt = Math.max(1, tokens - mostSteps);
  for (let end = prompt, start = 0; end <= tokens; start = end, end++) {
    const output = decode(start, end);
    if (cache.length !== end) return null;
    const difference = relativeDifference(tokenSpan(full, run.outputTokenAxis, start, end), output);
    if (difference > largest.difference) largest = { token: end - 1, difference };
    if (difference > tolerance) break;
  }
  return largest;
}
