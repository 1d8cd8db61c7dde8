import { callback, checkArgument } from "./arguments.ts";
import type { Module } from "./nn/module.ts";
import type { Tensor } from "./tensor.ts";

/** One call of one module's `forward`, as long as it runs. */
export interface ModuleFrame {
  readonly module: Module;
  /**
   * The name that `namedModules` of the outermost traced module gives: "" for that module itself, "blocks.0.norm1" within it.
   * A module that is reached in no such way gets its class name, the second of that class "Linear#2", and so on.
   */
  readonly path: string;
  /** The call from within which this one was made; null for an outermost module. */
  readonly parent: ModuleFrame | null;
  /** How often this module has been called under this tracer, this call included: 1 for the first. */
  readonly call: number;
}

/** One op that ran. `attributes` are its settings (axes, eps, ...), `frame` the innermost module that called it. */
export interface OpEvent {
  readonly op: string;
  readonly inputs: readonly Tensor[];
  readonly output: Tensor;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly frame: ModuleFrame | null;
}

/** Listens to a run. `leave` is not called for a module that throws. */
export interface Tracer {
  enter?(frame: ModuleFrame, inputs: readonly unknown[]): void;
  leave?(frame: ModuleFrame, inputs: readonly unknown[], output: unknown): void;
  op?(event: OpEvent): void;
}

/** What one tracer knows: each has its own frames and names, so that nested tracers do not disturb each other. */
class Session {
  readonly tracer: Tracer;
  frame: ModuleFrame | null = null;
  private readonly paths = new Map<Module, string>();
  private readonly taken = new Set<string>();
  private readonly calls = new Map<Module, number>();

  constructor(tracer: Tracer) {
    this.tracer = tracer;
  }

  enter(module: Module, inputs: readonly unknown[]): ModuleFrame {
    const call = (this.calls.get(module) ?? 0) + 1;
    this.calls.set(module, call);
    const frame = { module, path: this.pathOf(module), parent: this.frame, call };
    this.frame = frame;
    this.tracer.enter?.(frame, inputs);
    return frame;
  }

  private pathOf(module: Module): string {
    const known = this.paths.get(module);
    if (known !== undefined) return known;
    // The first module of all is the root; a later one that the root's tree does not hold roots a tree of its own.
    const prefix = this.paths.size === 0 ? "" : this.freeName(module.constructor.name);
    for (const [name, inner] of module.namedModules()) {
      const path = prefix === "" || name === "" ? prefix + name : `${prefix}.${name}`;
      if (!this.paths.has(inner)) this.paths.set(inner, path);
      this.taken.add(path);
    }
    return prefix;
  }

  private freeName(name: string): string {
    let path = name;
    for (let n = 2; this.taken.has(path); n++) path = `${name}#${n}`;
    return path;
  }
}

/** Innermost last. */
const sessions: Session[] = [];

/**
 * Runs `run` and tells `tracer` of every module entered and left and of every op, in order.
 * Traces nest: an inner and an outer tracer both hear what the inner one's run does. Whatever was traced before is restored afterwards, also when `run` throws.
 * `run` must be synchronous: what happens after an `await` is not heard.
 */
export function trace<T>(tracer: Tracer, run: () => T): T {
  checkArgument("trace", "run", run, callback);
  const session = new Session(tracer);
  sessions.push(session);
  try {
    return run();
  } finally {
    sessions.splice(sessions.indexOf(session), 1);
  }
}

/** Whether anybody listens: ops that are several in one then run one by one. */
export function isTraced(): boolean {
  return sessions.length > 0;
}

/** Tells the tracers of an op that ran: called once by the op dispatcher, does nothing when nobody traces. */
export function emitOp(event: Omit<OpEvent, "frame">): void {
  if (sessions.length === 0) return;
  for (const session of [...sessions]) session.tracer.op?.({ ...event, frame: session.frame });
}

/** Runs one module's forward inside a frame of every tracer: called by the wrapper that Module puts around `forward`. */
export function traceModule(module: Module, inputs: readonly unknown[], run: () => unknown): unknown {
  if (sessions.length === 0) return run();
  const entered = [...sessions];
  const frames = entered.map((session) => session.enter(module, inputs));
  try {
    const output = run();
    entered.forEach((session, i) => session.tracer.leave?.(frames[i]!, inputs, output));
    return output;
  } finally {
    entered.forEach((session, i) => (session.frame = frames[i]!.parent));
  }
}
