import type { Subject } from "../subject.ts";
import { notChecked } from "./furtherChecks.ts";
import type { FurtherVerdict } from "./furtherChecks.ts";
import type { InfluenceOptions, Investigation } from "./investigate.ts";
import { inOtherMode, modeDependent, modeWords } from "./modes.ts";
import { noNorms } from "./normsAlone.ts";
import { ProbeRun } from "./probeRun.ts";
import { searchLeaks } from "./searchLeaks.ts";
import { judge, pairWords } from "./verdict.ts";

/** The verdicts beside the main one, in the order in which a reader asks. */
export function furtherVerdicts(
  found: Investigation,
  subject: Subject,
  options: InfluenceOptions,
): FurtherVerdict[] {
  const modes = checkModes(found, subject, options);
  return [modes, ...normVerdicts(found), found.sequences, found.lengths, found.cached].flatMap((further) =>
    further === null ? [] : [{ title: further.title, verdict: further.verdict, message: further.message }],
  );
}

function normVerdicts({ norms, texts }: Investigation): FurtherVerdict[] {
  return norms.leaking.map(({ path, leak }) => ({
    title: `${path} alone`,
    verdict: "leak shown",
    message: `on the input it had in this run, ${pairWords(leak, texts)}`,
  }));
}

/** BatchNorm pools in training and uses frozen statistics in eval: both modes are told. null where no module depends on the mode. */
function checkModes(
  found: Investigation,
  subject: Subject,
  options: InfluenceOptions,
): FurtherVerdict | null {
  const dependent = modeDependent(found.run.facts.modules);
  if (dependent.length === 0) return null;
  const isTraining = dependent[0]!.training;
  const title = "Training and eval mode";
  try {
    const other = inOtherMode(found.run.facts.modules, () => judgeTokens(subject, found, options));
    const own = modeWords(isTraining, found.verdict, found.message);
    const words = [own, modeWords(!isTraining, other.verdict, other.message)];
    const verdict = other.verdict === "leak shown" ? other.verdict : found.verdict;
    return { title, verdict, message: (isTraining ? words.reverse() : words).join("; ") };
  } catch (error) {
    return notChecked(title, error);
  }
}

function judgeTokens(subject: Subject, found: Investigation, options: InfluenceOptions) {
  const run = new ProbeRun(subject, found.run.x, options);
  const search = searchLeaks(run, options, true);
  const findings = {
    search,
    leak: search.leaks[0] ?? null,
    runs: run.runs,
    outputs: 1,
    sequences: null,
    lengths: null,
    norms: noNorms,
    proof: null,
  };
  return judge(findings, found.texts);
}
