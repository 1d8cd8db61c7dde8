import type { OpEvent, Tensor } from "../../core/index.ts";
import { causeOf } from "./cause.ts";
import type { Cause } from "./cause.ts";

/** The op in which a leak starts. */
export interface LeakPlace {
  readonly module: string | null;
  readonly op: string | null;
  readonly cause: Cause;
}

export const nowhere: LeakPlace = { module: null, op: null, cause: "other" };

/**
 * The first op of a run, on the way to its output, in which a leak starts: none of its inputs moves where it must not, and its
 * output does. (Module hooks alone blame a whole block for a mask that is off by one.)
 * Nothing is named where the run cannot be followed: code that makes tensors from `data` by hand leaves no trace.
 *
 * @param moves whether a tensor of the run moves where it must not
 */
export function firstMoving(run: readonly OpEvent[], moves: (tensor: Tensor) => boolean): LeakPlace {
  const known = new Map<Tensor, boolean>();
  const doesMove = (tensor: Tensor): boolean => {
    const answer = known.get(tensor) ?? moves(tensor);
    known.set(tensor, answer);
    return answer;
  };
  const isCulprit = ({ inputs, output }: OpEvent): boolean => doesMove(output) && !inputs.some(doesMove);
  const culprit = pathToOutput(run, doesMove).find(isCulprit) ?? run.find(isCulprit);
  if (culprit === undefined) return nowhere;
  const { frame, op } = culprit;
  const module = frame === null ? null : frame.path === "" ? frame.module.constructor.name : frame.path;
  return { module, op, cause: causeOf(culprit, run) };
}

/** The ops with a moved output that the run's last one depends on, in the order in which they ran. */
function pathToOutput(run: readonly OpEvent[], moves: (tensor: Tensor) => boolean): OpEvent[] {
  const producers = new Map(run.map((event) => [event.output, event]));
  const onPath = new Set<OpEvent>();
  const pending = run.slice(-1);
  for (let event = pending.pop(); event !== undefined; event = pending.pop()) {
    if (onPath.has(event) || !moves(event.output)) continue;
    onPath.add(event);
    for (const input of event.inputs) {
      const producer = producers.get(input);
      if (producer !== undefined) pending.push(producer);
    }
  }
  return run.filter((event) => onPath.has(event));
}
