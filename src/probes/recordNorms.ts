import { Module } from "../core/index.ts";
import type { OpEvent, Tensor } from "../core/index.ts";
import { both } from "./bothTracers.ts";
import { closureCalls, withCalls } from "./closureCalls.ts";
import type { ClosureCall } from "./closureCalls.ts";
import { FunctionStandIns } from "./functionStandIns.ts";
import type { NormFunction } from "./functionStandIns.ts";
import { HeldState } from "./heldState.ts";
import { NormCollector } from "./normCalls.ts";
import type { NormCall } from "./normCalls.ts";
import { factCollector } from "./runFacts.ts";
import type { RunFacts } from "./runFacts.ts";
import { argumentsOf, callOf, firstTensorOf, nameOf } from "./subject.ts";
import type { ProbeInput, Subject } from "./subject.ts";

/** A module, its path, or a function. */
export type WantedLayer = Module | string | NormFunction;

/** Layers that count as norms; by name, a function is called so. */
export type WantedLayers = readonly WantedLayer[] | Readonly<Record<string, WantedLayer>>;

export interface RecordedRun {
  readonly x: Tensor;
  readonly facts: RunFacts;
  readonly calls: readonly NormCall[];
}

/** Runs the model in its own mode and without leaving a trace in it, and collects its normalisations. */
export function recordNorms(model: Subject, input: ProbeInput, layers: WantedLayers): RecordedRun {
  const inputs = argumentsOf(input);
  const x = firstTensorOf(inputs);
  const wanted: readonly WantedLayer[] = Object.values(layers);
  const standIns = new FunctionStandIns(namedFunctions(layers));
  const seen = new Set<WantedLayer>();
  const norms = new NormCollector(
    (frame) => {
      const match = wanted.find((layer) => standIns.of(layer) === frame.module || layer === frame.path);
      if (match !== undefined) seen.add(match);
      return match !== undefined;
    },
    (frame) => standIns.pathOf(frame),
  );
  const { tracer, facts } = factCollector(x);
  const state = new HeldState(inputs);
  const subject = standIns.of(model);
  try {
    if (subject instanceof Module) standIns.install(subject.modules());
    const run = (): unknown => callOf(subject)(...inputs);
    const calls = callsInClosures(standIns, run, state);
    state.runWithoutGraph(run, withCalls(calls, both(tracer, norms)));
  } finally {
    standIns.release();
    state.release();
  }
  checkSeen(wanted, seen, nameOf(model));
  return { x, facts, calls: norms.calls };
}

function namedFunctions(layers: WantedLayers): Map<NormFunction, string> {
  return new Map(
    Object.entries(layers).flatMap(([key, layer]): [NormFunction, string][] => {
      if (typeof layer !== "function") return [];
      return [[layer, Array.isArray(layers) ? layer.name || "norm" : key]];
    }),
  );
}

/** Takes a run of its own, whose tensors are let go again. */
function callsInClosures(standIns: FunctionStandIns, run: () => unknown, state: HeldState): ClosureCall[] {
  if (standIns.pairs.length === 0) return [];
  const ops: OpEvent[] = [];
  state.runWithoutGraph(run, { op: (event) => void ops.push(event) });
  return standIns.pairs.flatMap(([f, module]) => closureCalls(f, module, ops, state));
}

function checkSeen(wanted: readonly WantedLayer[], seen: ReadonlySet<WantedLayer>, model: string): void {
  const missing = wanted.find((layer) => !seen.has(layer));
  if (missing === undefined) return;
  if (typeof missing === "function")
    throw new RangeError(
      `The function ${missing.name || "without a name"} was not seen to run in ${model}. It is seen where it is the subject, a ` +
        "member or method of a module, or called with a tensor alone; fill in what else it takes: " +
        "{ layers: { rms: (x) => rmsNorm(x, gain) } }.",
    );
  const name = typeof missing === "string" ? `"${missing}"` : missing.constructor.name;
  throw new RangeError(`The layer ${name} did not run in ${model}.`);
}
