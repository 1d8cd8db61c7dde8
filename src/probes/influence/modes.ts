import type { Module } from "../../core/index.ts";
import type { Verdict } from "../../protocol/outputs/tokenInfluence.ts";

/** Modules of a run whose statistics depend on the mode: BatchNorm and its kin keep running ones for eval. */
export function modeDependent(modules: ReadonlySet<Module>): Module[] {
  return [...modules].filter((module) => module.namedBuffers().some(([name]) => /^running/.test(name)));
}

/** Runs `probe` with every module in the other mode, and puts each back into its own. */
export function inOtherMode<T>(modules: ReadonlySet<Module>, probe: () => T): T {
  const before = [...modules].map((module) => ({ module, training: module.training }));
  try {
    for (const { module, training } of before) module.training = !training;
    return probe();
  } finally {
    for (const { module, training } of before) module.training = training;
  }
}

/** "eval: frozen statistics, no leak", "train: token 3 reads token 7". */
export function modeWords(isTraining: boolean, verdict: Verdict, message: string): string {
  const mode = isTraining ? "train" : "eval";
  if (verdict === "leak shown") return `${mode}: ${message.replace(/^leak shown: /, "")}`;
  if (verdict === "cannot tell") return `${mode}: ${message}`;
  return isTraining ? "train: no leak" : "eval: frozen statistics, no leak";
}
