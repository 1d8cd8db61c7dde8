import { Module } from "../core/index.ts";
import type { Tensor } from "../core/index.ts";
import { both } from "./bothTracers.ts";
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

export interface RecordedRun {
  readonly x: Tensor;
  readonly facts: RunFacts;
  readonly calls: readonly NormCall[];
}

/** Runs the model once, in its own mode and without leaving a trace in it, and collects its normalisations. */
export function recordNorms(model: Subject, input: ProbeInput, wanted: readonly WantedLayer[]): RecordedRun {
  const inputs = argumentsOf(input);
  const x = firstTensorOf(inputs);
  const standIns = new FunctionStandIns(wanted.filter((layer) => typeof layer === "function"));
  const seen = new Set<WantedLayer>();
  const norms = new NormCollector((frame) => {
    const match = wanted.find((layer) => standIns.of(layer) === frame.module || layer === frame.path);
    if (match !== undefined) seen.add(match);
    return match !== undefined;
  });
  const { tracer, facts } = factCollector(x);
  const state = new HeldState(inputs);
  const subject = standIns.of(model);
  try {
    if (subject instanceof Module) standIns.install(subject.modules());
    state.runWithoutGraph(() => callOf(subject)(...inputs), both(tracer, norms));
  } finally {
    standIns.release();
    state.release();
  }
  checkSeen(wanted, seen, nameOf(model));
  return { x, facts, calls: norms.calls };
}

function checkSeen(wanted: readonly WantedLayer[], seen: ReadonlySet<WantedLayer>, model: string): void {
  const missing = wanted.find((layer) => !seen.has(layer));
  if (missing === undefined) return;
  if (typeof missing === "function")
    throw new RangeError(
      `The function ${missing.name} was not seen to run in ${model}. A function is seen where it is the subject itself, or a ` +
        "member or method of a module (this.norm = ...); else make it a module, or give it as the subject.",
    );
  const name = typeof missing === "string" ? `"${missing}"` : missing.constructor.name;
  throw new RangeError(`The layer ${name} did not run in ${model}.`);
}
