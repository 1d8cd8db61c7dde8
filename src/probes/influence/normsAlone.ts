import type { Module } from "../../core/index.ts";
import { Tensor } from "../../core/index.ts";
import { designComparisons } from "./comparisons.ts";
import { permission } from "./allowed.ts";
import { findLeak } from "./foundLeak.ts";
import type { FoundLeak } from "./foundLeak.ts";
import { isChannelsFirst, isNorm } from "../normCalls.ts";
import { tokenAxesOf } from "../normLayout.ts";
import { ProbeRun } from "./probeRun.ts";

/** A normalisation that reads other tokens when it is run alone on the input it had in the model. */
export interface LeakingNorm {
  readonly path: string;
  readonly leak: FoundLeak;
}

interface RecordedNorm {
  readonly path: string;
  readonly module: Module;
  readonly input: Tensor;
}

/**
 * Runs each norm of the model alone on its recorded input, with its tokens replaced. Where every norm is wrong the run as a
 * whole shows the first only, and in a bidirectional model, where every token may read all others, nothing else can show it.
 */
export function leakingNorms(run: ProbeRun): LeakingNorm[] {
  const leaking = recordedNorms(run).flatMap(({ path, module, input }) => {
    const leak = leakAlone(run, module, input);
    return leak === null ? [] : [{ path, leak, module }];
  });
  const isInner = (inner: Module, outer: Module): boolean =>
    inner !== outer && outer.modules().includes(inner);
  return leaking.filter(({ module }) => !leaking.some((other) => isInner(other.module, module)));
}

/**
 * The innermost norms that ran: a module that holds anything but norms ("PreNorm") is a wrapper. Where one norm holds another,
 * both are run.
 */
function recordedNorms(run: ProbeRun): RecordedNorm[] {
  const found = new Map<Module, RecordedNorm>();
  run.execute(run.x, {
    enter: ({ module, path, parent }, [input]) => {
      if (parent !== null && !isNorm(module)) found.delete(parent.module);
      if (module === run.subject || !isNorm(module) || found.has(module) || !(input instanceof Tensor))
        return;
      found.set(module, { module, input, path: path === "" ? module.constructor.name : path });
    },
  });
  return [...found.values()];
}

function leakAlone(run: ProbeRun, module: Module, input: Tensor): FoundLeak | null {
  const axes = tokenAxesOf(input.shape, run.layout, isChannelsFirst(module));
  if (axes === null) return null;
  const alone = new ProbeRun(module, input, { tokenAxis: axes.tokenAxis });
  const tokens = Array.from({ length: alone.outputTokens }, (_, token) => token);
  if (!alone.isRepeatable || tokens.length !== alone.layout.tokens) return null;
  const { comparisons } = designComparisons(
    permission("none", tokens.length, tokens.length),
    tokens,
    tokens.length,
  );
  for (const comparison of comparisons) {
    const leak = findLeak(alone, comparison);
    if (leak !== null) return leak;
  }
  return null;
}
