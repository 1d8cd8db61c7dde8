import { Tensor } from "../core/index.ts";
import type { Module, ModuleFrame, OpEvent, Tracer } from "../core/index.ts";
import type { HeldState } from "./heldState.ts";
import { sameBits } from "./influence/rowChanges.ts";

/** A stretch of a run's ops that is one call of a function. */
export interface ClosureCall {
  /** What stands for the function in the trace. */
  readonly module: Module;
  readonly first: number;
  readonly last: number;
  /** Where the function's argument is: input `slot` of op `reader`. */
  readonly reader: number;
  readonly slot: number;
  /** The op that made its result. */
  readonly maker: number;
}

type Callable = (...inputs: readonly unknown[]) => unknown;

/**
 * Finds the calls of a function that only a closure knows, by what it computes: it is called anew on each tensor of the run, and
 * where the run has the same ops, from that very tensor to a result of the same bits, it was called (or written out by hand).
 * A function of more than a tensor is told by one that fills in the rest: `(x) => rmsNorm(x, gain)`.
 */
export function closureCalls(
  f: Callable,
  module: Module,
  run: readonly OpEvent[],
  state: HeldState,
): ClosureCall[] {
  const readers = readersOf(run);
  return [...readers].flatMap(([input, places]) => {
    const replay = replayed(f, input, state);
    if (replay === null) return [];
    return places.flatMap((place) => callAt(place, module, run, replay) ?? []);
  });
}

interface Place {
  readonly reader: number;
  readonly slot: number;
}

/** Where each tensor that the run made, or began with, is read. Weights are no tensor that a norm is called on. */
function readersOf(run: readonly OpEvent[]): Map<Tensor, Place[]> {
  const readers = new Map<Tensor, Place[]>();
  run.forEach(({ inputs }, reader) =>
    inputs.forEach((input, slot) => {
      if (input.requiresGrad || input.rank < 2) return;
      const known = readers.get(input);
      if (known === undefined) readers.set(input, [{ reader, slot }]);
      else known.push({ reader, slot });
    }),
  );
  return readers;
}

/** What one call of the function did, places counted within it. */
interface Replay extends Place {
  readonly ops: readonly OpEvent[];
  readonly maker: number;
}

/** null where the function takes no such tensor, or gives something other than a tensor that it computed from it. */
function replayed(f: Callable, input: Tensor, state: HeldState): Replay | null {
  const ops: OpEvent[] = [];
  try {
    const result = state.runWithoutGraph(() => f(input), { op: (event) => void ops.push(event) });
    const reader = ops.findIndex(({ inputs }) => inputs.includes(input));
    const maker = ops.findLastIndex(({ output }) => output === result);
    if (!(result instanceof Tensor) || reader < 0 || maker < 0) return null;
    return { ops, reader, slot: ops[reader]!.inputs.indexOf(input), maker };
  } catch {
    return null;
  }
}

function callAt(
  { reader, slot }: Place,
  module: Module,
  run: readonly OpEvent[],
  replay: Replay,
): ClosureCall | null {
  const first = reader - replay.reader;
  const stretch = first < 0 || slot !== replay.slot ? [] : run.slice(first, first + replay.ops.length);
  const isSame =
    stretch.length === replay.ops.length &&
    stretch.every(
      ({ op, output }, i) =>
        op === replay.ops[i]!.op && output.shape.join() === replay.ops[i]!.output.shape.join(),
    ) &&
    sameBits(stretch[replay.maker]!.output.data, replay.ops[replay.maker]!.output.data);
  if (!isSame || stretch.some(({ frame }) => isInside(frame, module))) return null;
  return { module, first, last: first + stretch.length - 1, reader, slot, maker: first + replay.maker };
}

function isInside(frame: ModuleFrame | null, module: Module): boolean {
  return frame !== null && (frame.module === module || isInside(frame.parent, module));
}

/** Tells `tracer` of the calls as of calls of modules: an equal run is heard with them in it. */
export function withCalls(calls: readonly ClosureCall[], tracer: Tracer): Tracer {
  const open: { readonly call: ClosureCall; readonly frame: ModuleFrame; input?: Tensor; output?: Tensor }[] =
    [];
  // Of two that begin together the longer one is the outer one.
  const ordered = [...calls].sort((a, b) => a.first - b.first || b.last - a.last);
  let at = 0;
  return {
    ...tracer,
    op(event) {
      for (const call of ordered.filter(({ first }) => first === at)) {
        const { module } = call;
        const frame = { module, path: module.constructor.name, parent: event.frame, call: 1 };
        open.push({ call, frame });
        tracer.enter?.(frame, []);
      }
      tracer.op?.(event);
      for (const one of open) {
        if (one.call.reader === at) one.input = event.inputs[one.call.slot]!;
        if (one.call.maker === at) one.output = event.output;
      }
      for (let top = open.at(-1); top?.call.last === at; top = open.at(-1)) {
        open.pop();
        tracer.leave?.(top.frame, [top.input], top.output);
      }
      at++;
    },
  };
}
