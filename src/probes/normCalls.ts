import { Tensor } from "../core/index.ts";
import type { ModuleFrame, OpEvent, Tracer, Module } from "../core/index.ts";
import { freeName } from "./freeName.ts";

/** One normalisation that ran. */
export interface NormCall {
  /** Path of the module, or of the function's call: "blocks.0.norm1". */
  readonly name: string;
  /** Class of the module, or name of the function. */
  readonly kind: string;
  readonly input: Tensor;
  readonly output: Tensor;
  /** Reduced axes, counted from the front. */
  readonly axes: readonly number[];
  /** Uses statistics of earlier batches (BatchNorm in eval). */
  readonly isStored: boolean;
  /** Subtracts the mean; RMSNorm does not. */
  readonly isCentered: boolean;
  readonly eps: number | null;
  readonly scale: Tensor | null;
  readonly shift: Tensor | null;
  readonly module: Module | null;
}

/** Our own norms say which axes they reduce; a user's own norm is known by its name. */
export function isNorm(module: Module): boolean {
  return "normAxes" in module || /norm/i.test(module.constructor.name);
}

/** [B, C, N]: the convention of BatchNorm1d, GroupNorm and InstanceNorm1d. */
export function isChannelsFirst(module: Module | null): boolean {
  return module !== null && ("numFeatures" in module || "numChannels" in module);
}

const reductions = new Set(["mean", "var", "std", "sum", "norm", "max", "min"]);

interface OpenNorm {
  readonly frame: ModuleFrame;
  readonly axes: Set<number>;
  holdsNorm: boolean;
}

/**
 * A tracer that collects every normalisation of a run in order: norm modules, norm functions called outside of one, and the
 * modules that `isWanted` names. A module that only wraps a norm ("PreNorm") is not one itself.
 */
export class NormCollector implements Tracer {
  readonly calls: NormCall[] = [];
  private readonly open: OpenNorm[] = [];
  private readonly names = new Set<string>();
  private readonly isWanted: (frame: ModuleFrame) => boolean;

  constructor(isWanted: (frame: ModuleFrame) => boolean = () => false) {
    this.isWanted = isWanted;
  }

  enter(frame: ModuleFrame): void {
    if (isNorm(frame.module) || this.isWanted(frame))
      this.open.push({ frame, axes: new Set(), holdsNorm: false });
  }

  leave(frame: ModuleFrame, inputs: readonly unknown[], output: unknown): void {
    if (this.open.at(-1)?.frame !== frame) return;
    const { axes, holdsNorm } = this.open.pop()!;
    const [input] = inputs;
    if (holdsNorm && !this.isWanted(frame)) return this.markOuter();
    if (!(input instanceof Tensor) || !(output instanceof Tensor) || !sameShape(input, output)) return;
    const reduced = reducedAxes(frame.module, input, axes);
    if (reduced.length === 0 && !isStoredIn(frame.module) && !this.isWanted(frame)) return;
    this.markOuter();
    this.calls.push({
      name: this.nameOf(frame, frame.module.constructor.name),
      input,
      output,
      axes: reduced,
      ...settings(frame.module),
    });
  }

  op(event: OpEvent): void {
    const { axis, axes } = event.attributes;
    const reduced = Array.isArray(axes) ? axes : reductions.has(event.op) && Array.isArray(axis) ? axis : [];
    for (const { axes: seen } of this.open) reduced.forEach((one: number) => seen.add(one));
    if (this.open.length === 0 && Array.isArray(axes) && /norm/i.test(event.op))
      this.addFunction(event, axes);
  }

  private addFunction({ op, inputs, output, attributes, frame }: OpEvent, axes: readonly number[]): void {
    const [input, scale, shift] = inputs;
    if (input === undefined) return;
    const eps = typeof attributes["eps"] === "number" ? attributes["eps"] : null;
    const name = this.nameOf(frame, op);
    const isCentered = attributes["centered"] !== false;
    const parameters = { scale: scale ?? null, shift: shift ?? null };
    this.calls.push({
      name,
      kind: op,
      input,
      output,
      axes,
      isStored: false,
      isCentered,
      eps,
      ...parameters,
      module: null,
    });
  }

  private nameOf(frame: ModuleFrame | null, kind: string): string {
    const isModule = frame !== null && frame.module.constructor.name === kind;
    const path = frame === null || frame.path === "" ? kind : isModule ? frame.path : `${frame.path}.${kind}`;
    return freeName(path, this.names);
  }

  private markOuter(): void {
    const outer = this.open.at(-1);
    if (outer !== undefined) outer.holdsNorm = true;
  }
}

function sameShape(a: Tensor, b: Tensor): boolean {
  return a.shape.join() === b.shape.join();
}

function reducedAxes(module: Module, input: Tensor, traced: ReadonlySet<number>): number[] {
  const own = (module as { normAxes?: (shape: readonly number[]) => number[] }).normAxes;
  if (own !== undefined) return own.call(module, input.shape);
  return [...traced].sort((a, b) => a - b);
}

function isStoredIn(module: Module): boolean {
  return !module.training && (module as { runningMean?: unknown }).runningMean instanceof Tensor;
}

function settings(module: Module): Omit<NormCall, "name" | "input" | "output" | "axes"> {
  const own = module as { eps?: unknown; weight?: unknown; bias?: unknown };
  return {
    kind: module.constructor.name,
    isStored: isStoredIn(module),
    isCentered: !/rms/i.test(module.constructor.name),
    eps: typeof own.eps === "number" ? own.eps : null,
    scale: own.weight instanceof Tensor ? own.weight : null,
    shift: own.bias instanceof Tensor ? own.bias : null,
    module,
  };
}
