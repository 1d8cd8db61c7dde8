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

/** The word in a name, in camel case: neither "EnormousMixer" nor "NormalisedMixer" is a norm. */
const normWord = /[Nn]orm(?![a-z])|NORM|(^n|N)ormali[sz](e|er|ation)(?![a-z])/;

/** Our own norms say which axes they reduce; a user's own norm is known by its name. */
export function isNorm(module: Module): boolean {
  return "normAxes" in module || normWord.test(module.constructor.name);
}

/** [B, C, N]: the convention of BatchNorm1d, GroupNorm and InstanceNorm1d. */
export function isChannelsFirst(module: Module | null): boolean {
  return module !== null && ("numFeatures" in module || "numChannels" in module);
}

const reductions = new Set(["mean", "var", "std", "sum", "norm", "max", "min"]);

interface OpenNorm {
  readonly frame: ModuleFrame;
  readonly axes: Set<number>;
  /** Norm functions called in this module itself. */
  readonly functions: NormCall[];
  holdsModule: boolean;
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
  private readonly pathOf: (frame: ModuleFrame) => string;

  constructor(
    isWanted: (frame: ModuleFrame) => boolean = () => false,
    pathOf: (frame: ModuleFrame) => string = ({ path }) => path,
  ) {
    this.isWanted = isWanted;
    this.pathOf = pathOf;
  }

  enter(frame: ModuleFrame): void {
    const outer = this.open.at(-1);
    if (outer !== undefined) outer.holdsModule = true;
    if (isNorm(frame.module) || this.isWanted(frame))
      this.open.push({ frame, axes: new Set(), functions: [], holdsModule: false });
  }

  leave(frame: ModuleFrame, inputs: readonly unknown[], output: unknown): void {
    const open = this.open.at(-1);
    if (open?.frame !== frame) return;
    this.open.pop();
    const call = this.isOneNorm(open) ? this.moduleCall(open, inputs[0], output) : null;
    this.add(call === null ? open.functions : [call]);
  }

  op(event: OpEvent): void {
    const { axis, axes } = event.attributes;
    const isFused = Array.isArray(axes) && /norm/i.test(event.op);
    const reduced: unknown = isFused ? axes : reductions.has(event.op) ? axis : [];
    if (Array.isArray(reduced))
      for (const { axes: seen } of this.open) reduced.forEach((one: number) => seen.add(one));
    if (isFused) this.add([this.functionCall(event, axes as number[])], this.open.at(-1));
  }

  private isOneNorm({ frame, holdsModule }: OpenNorm): boolean {
    return "normAxes" in frame.module || this.isWanted(frame) || !holdsModule;
  }

  private add(calls: readonly NormCall[], open = this.open.at(-1)): void {
    if (open !== undefined) open.functions.push(...calls);
    else this.calls.push(...calls);
  }

  private moduleCall({ frame, axes, functions }: OpenNorm, input: unknown, output: unknown): NormCall | null {
    if (!(input instanceof Tensor) || !(output instanceof Tensor) || !sameShape(input, output)) return null;
    const reduced = reducedAxes(frame.module, input, axes);
    if (reduced.length === 0 && !isStoredIn(frame.module) && !this.isWanted(frame)) return null;
    const name = this.nameOf(frame, frame.module.constructor.name);
    const [inner] = functions;
    if (functions.length !== 1 || inner === undefined)
      return { name, input, output, axes: reduced, ...settings(frame.module) };
    const own = settings(frame.module);
    // A module around one norm function ("LayerNorm" of nanoGPT) is that function, under its own name.
    if (inner.input === input && inner.output === output)
      return { ...inner, name, kind: own.kind, module: own.module };
    return { name, input, output, axes: reduced, ...own, eps: own.eps ?? inner.eps };
  }

  private functionCall(
    { op, inputs, output, attributes, frame }: OpEvent,
    axes: readonly number[],
  ): NormCall {
    const [input, scale, shift] = inputs;
    return {
      name: this.nameOf(frame, op),
      kind: op,
      input: input!,
      output,
      axes,
      isStored: false,
      isCentered: attributes["centered"] !== false,
      eps: typeof attributes["eps"] === "number" ? attributes["eps"] : null,
      scale: scale ?? null,
      shift: shift ?? null,
      module: null,
    };
  }

  private nameOf(frame: ModuleFrame | null, kind: string): string {
    const isModule = frame !== null && frame.module.constructor.name === kind;
    const path = frame === null ? "" : this.pathOf(frame);
    return freeName(path === "" ? kind : isModule ? path : `${path}.${kind}`, this.names);
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
