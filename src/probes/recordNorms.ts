import type { Module } from "../core/index.ts";
import type { Tensor } from "../core/index.ts";
import { both } from "./bothTracers.ts";
import { HeldState } from "./heldState.ts";
import { NormCollector } from "./normCalls.ts";
import type { NormCall } from "./normCalls.ts";
import { factCollector } from "./runFacts.ts";
import type { RunFacts } from "./runFacts.ts";
import { argumentsOf, callOf, firstTensorOf, nameOf } from "./subject.ts";
import type { ProbeInput, Subject } from "./subject.ts";

export interface RecordedRun {
  readonly x: Tensor;
  readonly facts: RunFacts;
  readonly calls: readonly NormCall[];
}

/** Runs the model once, in its own mode and without leaving a trace in it, and collects its normalisations. */
export function recordNorms(
  model: Subject,
  input: ProbeInput,
  wanted: readonly (Module | string)[],
): RecordedRun {
  const inputs = argumentsOf(input);
  const x = firstTensorOf(inputs);
  const seen = new Set<Module | string>();
  const norms = new NormCollector((frame) => {
    const match = wanted.find((layer) => layer === frame.module || layer === frame.path);
    if (match !== undefined) seen.add(match);
    return match !== undefined;
  });
  const { tracer, facts } = factCollector(x);
  const state = new HeldState();
  try {
    state.runWithoutGraph(() => callOf(model)(...inputs), both(tracer, norms));
  } finally {
    state.release();
  }
  const missing = wanted.find((layer) => !seen.has(layer));
  if (missing === undefined) return { x, facts, calls: norms.calls };
  const name = typeof missing === "string" ? `"${missing}"` : missing.constructor.name;
  throw new RangeError(`The layer ${name} did not run in ${nameOf(model)}.`);
}
