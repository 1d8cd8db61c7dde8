import { Tensor } from "../../core/index.ts";
import { both } from "../bothTracers.ts";
import { HeldState } from "../heldState.ts";
import { NormCollector } from "../normCalls.ts";
import type { NormCall } from "../normCalls.ts";
import { factCollector } from "../runFacts.ts";
import type { RunFacts } from "../runFacts.ts";
import { argumentsOf, callOf, firstTensorOf } from "../subject.ts";
import type { ProbeInput, Subject } from "../subject.ts";
import { GraphBuilder } from "./graphBuilder.ts";
import { StatisticUses } from "./statisticUses.ts";
import type { StatisticUse } from "./statisticUses.ts";

export interface RecordedGraph {
  readonly x: Tensor;
  readonly facts: RunFacts;
  readonly graph: GraphBuilder;
  /** The normalisations that ran, by the tensor that each made. */
  readonly norms: ReadonlyMap<Tensor, NormCall>;
  /** Where a statistic comes back to what it was taken of, outside of norms and attention. */
  readonly uses: readonly StatisticUse[];
}

/** Runs the model once, in its own mode and without leaving a trace in it, and follows its tensors. */
export function recordGraph(model: Subject, input: ProbeInput): RecordedGraph {
  const inputs = argumentsOf(input);
  const x = firstTensorOf(inputs);
  const { tracer, facts } = factCollector(x);
  const norms = new NormCollector();
  const graph = new GraphBuilder();
  const uses = new StatisticUses();
  const tracers = both(both(tracer, norms), both(uses, graph));
  const tensors = inputs.filter((one) => one instanceof Tensor);
  tensors.forEach((tensor, at) => graph.addInput(tensor, tensors.length === 1 ? "input" : `input ${at + 1}`));
  const state = new HeldState(inputs);
  try {
    const output = state.runWithoutGraph(() => callOf(model)(...inputs), tracers);
    const [first] = Array.isArray(output) ? (output as unknown[]) : [output];
    if (first instanceof Tensor) graph.addOutput(first);
  } finally {
    state.release();
  }
  const byOutput = new Map(norms.calls.map((call) => [call.output, call]));
  return { x, facts, graph, norms: byOutput, uses: [...uses.found] };
}
