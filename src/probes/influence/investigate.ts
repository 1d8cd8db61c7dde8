import type { Tensor } from "../../core/index.ts";
import type { Labels } from "../labels.ts";
import { tokenTexts } from "../labels.ts";
import type { Subject } from "../subject.ts";
import { checkCachedDecoding } from "./cachedDecoding.ts";
import type { FurtherVerdict } from "./furtherChecks.ts";
import type { FoundLeak } from "./foundLeak.ts";
import { gradientWitness } from "./gradientWitness.ts";
import type { GradientWitness } from "./gradientWitness.ts";
import { influenceMatrix, matrixLeaks } from "./influenceMatrix.ts";
import type { InfluenceMatrix } from "./influenceMatrix.ts";
import { checkLengths } from "./lengths.ts";
import { noNorms, normsAlone } from "./normsAlone.ts";
import { ProbeRun } from "./probeRun.ts";
import type { ProbeSettings } from "./probeRun.ts";
import { searchLeaks } from "./searchLeaks.ts";
import type { Search, SearchSettings } from "./searchLeaks.ts";
import { checkSequences } from "./sequences.ts";
import type { SequenceVerdict } from "./sequences.ts";
import { traceProof } from "./traceProof.ts";
import { judge } from "./verdict.ts";
import type { Findings, Judgement } from "./verdict.ts";

export interface InfluenceOptions extends ProbeSettings, SearchSettings {
  /** Text of each token. */
  readonly labels?: Labels;
}

/** All that one investigation brought to light. */
export interface Investigation extends Findings, Judgement {
  readonly run: ProbeRun;
  readonly sequences: SequenceVerdict | null;
  readonly cached: FurtherVerdict | null;
  readonly search: Search;
  /** null in a quick investigation. */
  readonly matrix: InfluenceMatrix | null;
  readonly leaks: readonly FoundLeak[];
  readonly gradient: GradientWitness | null;
  readonly texts: readonly string[];
}

/**
 * Everything a verdict rests on. A quick investigation stops at the first leak and draws no matrix: a test wants to know
 * whether, a picture wants to know which.
 */
export function investigate(
  subject: Subject,
  x: Tensor,
  options: InfluenceOptions,
  { isQuick }: { isQuick: boolean },
): Investigation {
  const run = new ProbeRun(subject, x, options);
  const texts = tokenTexts(options.labels, x, run.layout)[0] ?? [];
  const search = searchLeaks(run, options, isQuick);
  const matrix = isQuick ? null : influenceMatrix(run, search.leaks);
  const { runs } = run;
  const pairs =
    matrix === null || !run.isRepeatable ? [] : matrixLeaks(matrix, search.permission, search.compared);
  const found = [...pairs, ...notAmong(search.leaks, pairs)];
  const isSilent = found.length === 0 && run.isRepeatable && run.base.length > 0;
  const gradient = isSilent ? gradientWitness(run, search.design.comparisons) : null;
  const leaks = gradient?.leak ? [gradient.leak] : found;
  const isFull = search.permission.name === "full";
  const findings = {
    search,
    leak: leaks[0] ?? null,
    runs,
    outputs: run.outputs,
    sequences: run.isRepeatable && run.base.length > 0 ? checkSequences(run, options) : null,
    lengths: isSilent && dependsOnLength(search, run.layout.tokens) ? checkLengths(run) : null,
    cached: !isQuick && isSilent && isCausal(search) ? checkCachedDecoding(run) : null,
    norms: isQuick && !isFull ? noNorms : normsAlone(run, { isOnlyWitness: isFull }),
    proof: isSilent && search.permission.name === "none" ? traceProof(run) : null,
  };
  return { ...findings, ...judge(findings, texts), run, matrix, leaks, gradient, texts };
}

/** Whether a shorter input must give the same: not where later tokens may be read. */
function dependsOnLength({ permission }: Search, tokens: number): boolean {
  return tokens > 1 && permission.name !== "full" && permission.name !== "custom";
}

/** Only such a model can be run one token at a time. */
function isCausal({ permission }: Search): boolean {
  return permission.name === "causal";
}

function notAmong(leaks: readonly FoundLeak[], known: readonly FoundLeak[]): FoundLeak[] {
  const key = ({ to, replaced }: FoundLeak): string => `${to}:${replaced.join()}`;
  const keys = new Set(known.map(key));
  return leaks.filter((leak) => !keys.has(key(leak)));
}
