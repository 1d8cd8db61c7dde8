import type { OpEvent, Tensor } from "../../core/index.ts";
import type { InputLayout } from "../inputLayout.ts";
import { keptTokens } from "./foundLeak.ts";
import type { FoundLeak } from "./foundLeak.ts";
import type { Permission } from "./allowed.ts";
import { firstMoving, nowhere } from "./firstMoving.ts";
import type { LeakPlace } from "./firstMoving.ts";
import { placeByGradient } from "./placeByGradient.ts";
import type { ProbeRun } from "./probeRun.ts";
import { tokenRows } from "./tokenRows.ts";

/** At most this many leaks are followed, each on its own; a run of the model costs more than it tells beyond. */
const mostFollowed = 64;

/**
 * The place of each leak: the largest are followed one by one, since a wrong mask and a wrong norm may leak side by side.
 * The others get the place that all of these agree on, or none. A leak that only the gradient sees is the only one.
 */
export function placesOf(run: ProbeRun, leaks: readonly FoundLeak[], permission: Permission): LeakPlace[] {
  const [first] = leaks;
  if (first?.amount === null) return [placeByGradient(run, first, permission)];
  const followed = leaks.slice(0, mostFollowed);
  const places = new Map<FoundLeak, LeakPlace>();
  const before = followed.length === 0 ? [] : recordOps(run, run.x);
  // One run for all leaks of the same replaced tokens, and one run's tensors in memory at a time.
  for (const group of bySameRun(followed)) {
    const [{ replaced, magnitude }] = group;
    const after = recordOps(run, run.replaced(replaced, magnitude));
    for (const leak of group)
      places.set(leak, placeIn([before, after], run.layout, keptTokens(run, leak, permission)));
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
  return placeIn([recordOps(run, x), recordOps(run, replaced)], layout, others);
}

/** Where two runs of the same ops, on the unchanged input and with tokens replaced, begin to differ in what is kept. */
function placeIn(
  [before, after]: readonly [readonly OpEvent[], readonly OpEvent[]],
  layout: InputLayout,
  kept: ReadonlySet<number>,
): LeakPlace {
  if (!isSameRun(before, after)) return nowhere;
  const partners = new Map<Tensor, Tensor>();
  before.forEach(({ inputs, output }, at) => {
    inputs.forEach((input, i) => partners.set(input, after[at]!.inputs[i]!));
    partners.set(output, after[at]!.output);
  });
  return firstMoving(before, (tensor) =>
    differsIn(tensor, partners.get(tensor)!, tokenRows(tensor.shape, layout, kept)),
  );
}

function isSame(a: LeakPlace, b: LeakPlace): boolean {
  return a.module === b.module && a.op === b.op && a.cause === b.cause;
}

/** Whether two runs took the same way. */
function isSameRun(before: readonly OpEvent[], after: readonly OpEvent[]): boolean {
  return (
    before.length === after.length &&
    before.every(
      ({ op, output }, i) => op === after[i]!.op && output.shape.join() === after[i]!.output.shape.join(),
    )
  );
}

function recordOps(run: ProbeRun, x: Tensor): OpEvent[] {
  const events: OpEvent[] = [];
  run.execute(x, { op: (event) => void events.push(event) });
  return events;
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
