import type { Module, ModuleFrame, OpEvent, Tensor as T } from "../../core/index.ts";
import { Tensor } from "../../core/index.ts";
import { both } from "../bothTracers.ts";
import { freeName } from "../freeName.ts";
import { isChannelsFirst, isNorm } from "../normCalls.ts";
import { tokenAxesOf } from "../normLayout.ts";
import type { TokenAxes } from "../normLayout.ts";
import { factCollector } from "../runFacts.ts";
import { callOf, nameOf } from "../subject.ts";
import { permission } from "./allowed.ts";
import { designComparisons } from "./comparisons.ts";
import { findLeak } from "./foundLeak.ts";
import type { FoundLeak } from "./foundLeak.ts";
import { statisticOf } from "./normOps.ts";
import { ProbeRun } from "./probeRun.ts";

/** A normalisation that reads other tokens when it is run alone on the input it had in the model. */
export interface LeakingNorm {
  /** Path of the module, or of the op within its module: "blocks.0.norm1", "mixer, op mean". */
  readonly path: string;
  readonly leak: FoundLeak;
}

/** The norms of a run, each tried alone. */
export interface NormsAlone {
  readonly leaking: readonly LeakingNorm[];
  /** How many were told on, the right ones among them. */
  readonly tried: number;
  /** Those that could not be run alone. */
  readonly untold: readonly string[];
}

export const noNorms: NormsAlone = { leaking: [], tried: 0, untold: [] };

/** One norm that ran: a module, or an op outside of one. */
interface RecordedNorm {
  readonly path: string;
  readonly module: Module | null;
  readonly input: T;
  readonly axes: TokenAxes | null;
  /** The norm as a function of its input. */
  readonly alone: (x: T) => T;
}

/**
 * Runs each norm of the model alone on its recorded input, with its tokens replaced. Where every norm is wrong the run as a
 * whole shows the first only, and in a bidirectional model, where every token may read all others, nothing else can show it.
 *
 * @param isOnlyWitness whether nothing else can show a leak: then the subject itself counts, where it is a norm, and the ops that
 * normalise outside of any norm module. Elsewhere the run as a whole shows those, and names them.
 */
export function normsAlone(run: ProbeRun, { isOnlyWitness }: { isOnlyWitness: boolean }): NormsAlone {
  const recorded = recordedNorms(run).filter(
    ({ module }) => isOnlyWitness || (module !== null && module !== run.subject),
  );
  const untold: string[] = [];
  const leaking = recorded.flatMap((norm) => {
    const leak = leakAlone(norm);
    if (leak === undefined) untold.push(norm.path);
    return leak ? [{ ...norm, leak }] : [];
  });
  const isInner = (inner: Module, outer: Module): boolean =>
    inner !== outer && outer.modules().includes(inner);
  const innermost = leaking.filter(
    ({ module }) =>
      module === null || !leaking.some((other) => other.module !== null && isInner(other.module, module)),
  );
  return {
    leaking: innermost.map(({ path, leak }) => ({ path, leak })),
    tried: recorded.length - untold.length,
    untold,
  };
}

/** The innermost norm modules and, outside of them, the ops that normalise, in the order in which they ran. */
function recordedNorms(run: ProbeRun): RecordedNorm[] {
  const { tracer, facts } = factCollector(run.x);
  const layout = { ...run.layout, trail: facts.trail };
  const modules = new Map<ModuleFrame, readonly unknown[]>();
  const events: OpEvent[] = [];
  const recorder = {
    enter: (frame: ModuleFrame, inputs: readonly unknown[]) => {
      // A module that holds anything but norms ("PreNorm") is a wrapper. Where one norm holds another, both are run.
      if (frame.parent !== null && !isNorm(frame.module)) modules.delete(frame.parent);
      if (isNorm(frame.module) && inputs[0] instanceof Tensor) modules.set(frame, inputs);
    },
    op: (event: OpEvent) => void events.push(event),
  };
  run.execute(run.x, both(tracer, recorder));
  const names = new Set<string>();
  const ofModules = [...modules].map(([{ module, path }, [input, ...more]]): RecordedNorm => {
    const call = callOf(module);
    const name = path === "" ? module.constructor.name : path;
    return {
      path: freeName(name, names),
      module,
      input: input as T,
      axes: tokenAxesOf(input as T, layout, isChannelsFirst(module)),
      alone: (x) => call(x, ...more) as T,
    };
  });
  const isInModule = (frame: ModuleFrame | null): boolean =>
    frame !== null && (modules.has(frame) || isInModule(frame.parent));
  const ofOps = events.flatMap((event, at): RecordedNorm[] => {
    const alone = isInModule(event.frame) ? null : statisticOf(event, events, at);
    if (alone === null) return [];
    const [input] = event.inputs as [T];
    const path = freeName(`${placeOf(run, event.frame)}, op ${event.op}`, names);
    return [{ path, module: null, input, axes: tokenAxesOf(input, layout), alone }];
  });
  return [...ofModules, ...ofOps];
}

function placeOf(run: ProbeRun, frame: ModuleFrame | null): string {
  if (frame === null) return nameOf(run.subject);
  return frame.path === "" ? frame.module.constructor.name : frame.path;
}

/** null for a norm that keeps every token apart; undefined for one that cannot be run alone. */
function leakAlone({ input, axes, alone: forward }: RecordedNorm): FoundLeak | null | undefined {
  if (axes === null) return undefined;
  try {
    const alone = new ProbeRun((x: T) => forward(x), input, { tokenAxis: axes.tokenAxis });
    const tokens = Array.from({ length: alone.outputTokens }, (_, token) => token);
    if (!alone.isRepeatable || tokens.length !== alone.layout.tokens) return undefined;
    const granted = permission("none", tokens.length, tokens.length);
    for (const comparison of designComparisons(granted, tokens, tokens.length).comparisons) {
      const leak = findLeak(alone, comparison);
      if (leak !== null) return leak;
    }
    return null;
  } catch {
    // An input that is not finite, or a norm that makes another shape: nothing can be said of it.
    return undefined;
  }
}
