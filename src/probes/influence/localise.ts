import type { OpEvent, Tensor } from "../../core/index.ts";
import { causeOf } from "./cause.ts";
import type { Cause } from "./cause.ts";
import type { FoundLeak } from "./foundLeak.ts";
import type { Permission } from "./allowed.ts";
import type { ProbeRun } from "./probeRun.ts";
import { tokenRows } from "./tokenRows.ts";

/** The op in which a leak starts. */
export interface LeakPlace {
  readonly module: string | null;
  readonly op: string | null;
  readonly cause: Cause;
}

/** Two runs of the same op, on the unchanged input and with tokens replaced. */
interface PairedOp {
  readonly before: OpEvent;
  readonly after: OpEvent;
}

const nowhere: LeakPlace = { module: null, op: null, cause: "other" };

/**
 * The first op, on the way to the leaking output, whose inputs keep every bit of the tokens that must not move and whose
 * output does not. (Module hooks alone blame a whole block for a mask that is off by one.)
 * Nothing is named where the run cannot be followed: code that makes tensors from `data` by hand leaves no trace.
 */
export function localise(run: ProbeRun, leak: FoundLeak, permission: Permission): LeakPlace {
  const ops = pairedOps(run, leak);
  if (ops === null) return nowhere;
  const kept = keptTokens(run, leak, permission);
  const moves = (a: Tensor, b: Tensor): boolean => differsIn(a, b, tokenRows(a.shape, run.layout, kept));
  const isCulprit = ({ before, after }: PairedOp): boolean =>
    moves(before.output, after.output) && before.inputs.every((input, i) => !moves(input, after.inputs[i]!));
  const culprit = pathToOutput(ops, moves).find(isCulprit) ?? ops.find(isCulprit);
  if (culprit === undefined) return nowhere;
  const { frame, op } = culprit.before;
  const module = frame === null ? null : frame.path === "" ? frame.module.constructor.name : frame.path;
  return {
    module,
    op,
    cause: causeOf(
      culprit.before,
      ops.map((pair) => pair.before),
    ),
  };
}

function pairedOps(run: ProbeRun, leak: FoundLeak): PairedOp[] | null {
  const before = recordOps(run, run.x);
  const after = recordOps(run, run.replaced(leak.replaced, leak.magnitude));
  const isSameRun =
    before.length === after.length &&
    before.every(
      ({ op, output }, i) => op === after[i]!.op && output.shape.join() === after[i]!.output.shape.join(),
    );
  return isSameRun ? before.map((event, i) => ({ before: event, after: after[i]! })) : null;
}

function recordOps(run: ProbeRun, x: Tensor): OpEvent[] {
  const events: OpEvent[] = [];
  run.execute(x, { op: (event) => void events.push(event) });
  return events;
}

/** The tokens that may read none of the replaced ones, now or in an earlier layer. */
function keptTokens(run: ProbeRun, leak: FoundLeak, permission: Permission): ReadonlySet<number> {
  const tokens = Array.from({ length: run.outputTokens }, (_, token) => token);
  return new Set(tokens.filter((to) => leak.replaced.every((from) => !permission.mayRead(to, from))));
}

/** The ops with a moved output that the run's last one depends on, in the order in which they ran. */
function pathToOutput(ops: readonly PairedOp[], moves: (a: Tensor, b: Tensor) => boolean): PairedOp[] {
  const producers = new Map(ops.map((pair) => [pair.before.output, pair]));
  const onPath = new Set<PairedOp>();
  const pending = ops.slice(-1);
  for (let pair = pending.pop(); pair !== undefined; pair = pending.pop()) {
    if (onPath.has(pair) || !moves(pair.before.output, pair.after.output)) continue;
    onPath.add(pair);
    for (const input of pair.before.inputs) {
      const producer = producers.get(input);
      if (producer !== undefined) pending.push(producer);
    }
  }
  return ops.filter((pair) => onPath.has(pair));
}

function differsIn(a: Tensor, b: Tensor, isLookedAt: (index: number) => boolean): boolean {
  if (a === b) return false;
  const before = a.data;
  const after = b.data;
  for (let i = 0; i < before.length; i++) if (!Object.is(before[i], after[i]) && isLookedAt(i)) return true;
  return false;
}
