import type { OpEvent, Tensor } from "../../core/index.ts";
import { causeOf } from "./cause.ts";
import type { Cause } from "./cause.ts";
import type { InputLayout } from "../inputLayout.ts";
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

/** At most this many leaks are followed, each on its own; a run of the model costs more than it tells beyond. */
const mostFollowed = 64;

/**
 * The place of each leak: the largest are followed one by one, since a wrong mask and a wrong norm may leak side by side.
 * The others get the place that all of these agree on, or none.
 */
export function placesOf(run: ProbeRun, leaks: readonly FoundLeak[], permission: Permission): LeakPlace[] {
  const followed = leaks.slice(0, mostFollowed);
  const places = new Map<FoundLeak, LeakPlace>();
  const before = followed.length === 0 ? [] : recordOps(run, run.x);
  // One run for all leaks of the same replaced tokens, and one run's tensors in memory at a time.
  for (const group of bySameRun(followed)) {
    const [{ replaced, magnitude }] = group;
    const ops = pairedOps(before, recordOps(run, run.replaced(replaced, magnitude)));
    for (const leak of group) places.set(leak, placeIn(ops, run.layout, keptTokens(run, leak, permission)));
  }
  const found = [...places.values()];
  const others = found.every((place) => isSame(place, found[0]!)) ? (found[0] ?? nowhere) : nowhere;
  return leaks.map((leak) => places.get(leak) ?? others);
}

function bySameRun(leaks: readonly FoundLeak[]): Iterable<[FoundLeak, ...FoundLeak[]]> {
  const groups = new Map<string, [FoundLeak, ...FoundLeak[]]>();
  for (const leak of leaks) {
    const key = `${leak.magnitude}: ${leak.replaced.join()}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [leak]);
    else group.push(leak);
  }
  return groups.values();
}

/** The place of a leak between sequences: the same question with sequences in the place of tokens. */
export function placeOfSequenceLeak(
  run: ProbeRun,
  x: Tensor,
  replaced: Tensor,
  sequencesReplaced: readonly number[],
): LeakPlace {
  const { tokens, tokenAxis, batchAxis } = run.layout;
  const sequences = x.shape[batchAxis!]!;
  const layout = {
    tokens: sequences,
    batch: tokens,
    tokenAxis: batchAxis!,
    batchAxis: tokenAxis,
    ids: null,
    trail: null,
  };
  const all = Array.from({ length: sequences }, (_, sequence) => sequence);
  const others = new Set(all.filter((sequence) => !sequencesReplaced.includes(sequence)));
  return placeIn(pairedOps(recordOps(run, x), recordOps(run, replaced)), layout, others);
}

/**
 * The first op, on the way to the leaking output, whose inputs keep every bit of the tokens that must not move and whose
 * output does not. (Module hooks alone blame a whole block for a mask that is off by one.)
 * Nothing is named where the run cannot be followed: code that makes tensors from `data` by hand leaves no trace.
 */
function placeIn(ops: readonly PairedOp[] | null, layout: InputLayout, kept: ReadonlySet<number>): LeakPlace {
  if (ops === null) return nowhere;
  const moves = (a: Tensor, b: Tensor): boolean => differsIn(a, b, tokenRows(a.shape, layout, kept));
  const isCulprit = ({ before, after }: PairedOp): boolean =>
    moves(before.output, after.output) && before.inputs.every((input, i) => !moves(input, after.inputs[i]!));
  const culprit = pathToOutput(ops, moves).find(isCulprit) ?? ops.find(isCulprit);
  if (culprit === undefined) return nowhere;
  const { frame, op } = culprit.before;
  const module = frame === null ? null : frame.path === "" ? frame.module.constructor.name : frame.path;
  const events = ops.map((pair) => pair.before);
  return { module, op, cause: causeOf(culprit.before, events) };
}

function isSame(a: LeakPlace, b: LeakPlace): boolean {
  return a.module === b.module && a.op === b.op && a.cause === b.cause;
}

/** null where the two runs took different ways. */
function pairedOps(before: readonly OpEvent[], after: readonly OpEvent[]): readonly PairedOp[] | null {
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

/** What the leaking token may be made of: itself and the tokens that it may read, without those that may read a replaced one. */
function keptTokens(
  run: ProbeRun,
  { to, replaced }: FoundLeak,
  { mayRead }: Permission,
): ReadonlySet<number> {
  const tokens = Array.from({ length: run.outputTokens }, (_, token) => token);
  const isKept = (token: number): boolean => replaced.every((from) => !mayRead(token, from));
  return new Set(tokens.filter((token) => (token === to || mayRead(to, token)) && isKept(token)));
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
  // The plain comparison first: it is right for all but the zeros' signs and NaN, and much faster.
  for (let i = 0; i < before.length; i++)
    if ((before[i] !== after[i] || before[i] === 0) && !Object.is(before[i], after[i]) && isLookedAt(i))
      return true;
  return false;
}
