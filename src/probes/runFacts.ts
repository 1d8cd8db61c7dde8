import type { Module, OpEvent, Tensor, Tracer } from "../core/index.ts";
import { AxisTrail } from "./axisTrail.ts";

/** The rows of an embedding table that ids may name. */
export interface IdRange {
  readonly vocabularySize: number;
  readonly paddingIdx: number | null;
}

/** What one run was made of, without keeping its tensors alive. */
export interface RunFacts {
  readonly modules: ReadonlySet<Module>;
  /** Set where the input was looked up in an embedding table. */
  readonly ids: IdRange | null;
  /** Where the input's axes went. */
  readonly trail: AxisTrail;
}

/** A tracer that collects the facts of a run on `x`. */
export function factCollector(x: Tensor): { tracer: Tracer; facts: RunFacts } {
  const modules = new Set<Module>();
  const views = new Set<Tensor>([x]);
  const trail = new AxisTrail(x);
  const facts = { modules, ids: null as IdRange | null, trail };
  const op = (event: OpEvent): void => {
    trail.op(event);
    if (event.op === "embedding" && event.inputs.some((input) => views.has(input)))
      facts.ids ??= idRange(event);
    else if (viewOps.has(event.op) && event.inputs.some((input) => views.has(input))) views.add(event.output);
  };
  return { tracer: { enter: (frame) => void modules.add(frame.module), op }, facts };
}

/** Ops that may stand between the input and its look-up. */
const viewOps = new Set(["reshape", "slice", "permute", "expand", "clone"]);

function idRange({ inputs, frame }: OpEvent): IdRange {
  const paddingIdx = (frame?.module as { paddingIdx?: unknown } | undefined)?.paddingIdx;
  return {
    vocabularySize: inputs[0]!.shape[0]!,
    paddingIdx: typeof paddingIdx === "number" ? paddingIdx : null,
  };
}
