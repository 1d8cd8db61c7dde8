import { checkOptions } from "../core/arguments.ts";
import { tensor } from "../core/index.ts";
import type { Tensor } from "../core/index.ts";
import type { TokenInfluenceLeak, Verdict } from "../protocol/outputs/tokenInfluence.ts";
import { drawn } from "./drawn.ts";
import type { Drawn } from "./drawn.ts";
import { notesOf } from "./influence/influenceNotes.ts";
import { furtherVerdicts } from "./influence/furtherVerdicts.ts";
import type { FurtherVerdict } from "./influence/furtherChecks.ts";
import { influencePayload } from "./influence/influencePayload.ts";
import { investigate } from "./influence/investigate.ts";
import type { InfluenceOptions, Investigation } from "./influence/investigate.ts";
import { placesOf } from "./influence/localise.ts";
import { nameOf } from "./subject.ts";
import type { Subject } from "./subject.ts";
import { influenceOptions } from "./optionKinds.ts";

const mime = "application/vnd.tokenwise.token-influence.v1+json";

/** How each output token moves when an input token is replaced, and what may be said of it. */
export interface TokenInfluence {
  readonly model: string;
  /** Text of each token; empty where the tokens have none. */
  readonly tokens: readonly string[];
  /** Largest |change| of the output token (row) when the input token (column) is replaced, [N, N] up to N = 256. */
  readonly matrix: Tensor;
  readonly verdict: Verdict;
  /** The verdict in words. */
  readonly message: string;
  /** What the verdict rests on: compared runs, or beyond them the reduced axes of every op of a norm of ours. */
  readonly evidence: "runs" | "trace";
  /** How many runs with something replaced were compared, beside the two on the unchanged input. */
  readonly runs: number;
  /** Pairs that must not be and are, the largest first; `from` is read by `to`. */
  readonly leaks: readonly TokenInfluenceLeak[];
  /** Other sequences, other lengths, the other mode, each norm alone. */
  readonly further: readonly FurtherVerdict[];
  readonly notes: readonly string[];
}

/**
 * Replaces input tokens by independent random vectors (ids by other ids), at 1 and 10 times the input's RMS, and compares the
 * bits of all output tokens that may not read them. `f` runs in its own mode; random state and buffers are as before afterwards.
 *
 * @param x [B, N, C], [N, C], or ids [B, N] where the run looks them up in an Embedding; `tokenAxis` overrides
 * @throws RangeError where the input is not finite, or its tokens, `allowed` or `labels` do not fit
 */
export function tokenInfluence(
  f: Subject,
  x: Tensor,
  options: InfluenceOptions = {},
): TokenInfluence & Drawn<typeof mime> {
  checkOptions("tokenInfluence", options, influenceOptions);
  const found = investigate(f, x, options, { isQuick: false });
  const matrix = found.matrix!;
  const leaks = placedLeaks(found);
  const result: TokenInfluence = {
    model: nameOf(f),
    tokens: found.texts,
    matrix: tensor(Float32Array.from(matrix.amount), [matrix.outputs.length, matrix.inputs.length]),
    verdict: found.verdict,
    message: found.message,
    evidence: found.proof === null ? "runs" : "trace",
    runs: found.runs,
    leaks,
    further: furtherVerdicts(found, f, options),
    notes: notesOf(found, leaks),
  };
  return drawn(result, mime, () => influencePayload(result, matrix, found.search.permission));
}

function placedLeaks({ run, leaks, search }: Investigation): TokenInfluenceLeak[] {
  const places = placesOf(run, leaks, search.permission);
  return leaks.map(({ replaced, to, amount }, i) => ({ from: replaced[0]!, to, amount, ...places[i]! }));
}
