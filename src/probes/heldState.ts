import { getRandomState, noGrad, setRandomState, Tensor, trace } from "../core/index.ts";
import type { Module, Tracer } from "../core/index.ts";
import { sameBits } from "./influence/rowChanges.ts";

/** A module's property that is a buffer: a forward may write into its tensor, or put another one in its place. */
interface HeldMember {
  readonly owner: Module;
  readonly name: string;
  readonly tensor: Tensor;
}

/**
 * Lets a model run again and again as if for the first time: every run starts from the same random state (so that dropout
 * draws the same mask), the same buffers (a forward of a BatchNorm in training moves its running mean) and the same inputs
 * (a function may write into its argument), and `release` leaves them all as they were found.
 */
export class HeldState {
  private readonly random = getRandomState();
  private readonly values = new Map<Tensor, Float32Array>();
  private readonly members: HeldMember[] = [];
  private readonly known = new Set<Module>();
  private hasDrawn = false;

  /** @param inputs of the runs; those that are tensors keep their numbers */
  constructor(inputs: readonly unknown[] = []) {
    for (const input of inputs) if (input instanceof Tensor) this.keep(input);
  }

  /** Whether a run so far drew random numbers, as dropout does in training. */
  get isRandom(): boolean {
    return this.hasDrawn;
  }

  /** One run from the held state, traced where a tracer is given. */
  run<T>(forward: () => T, tracer: Tracer = {}): T {
    this.release();
    const result = trace(this.holding(tracer), () => forward());
    this.hasDrawn ||= JSON.stringify(getRandomState()) !== JSON.stringify(this.random);
    return result;
  }

  /** The same without recording a graph for gradients. */
  runWithoutGraph<T>(forward: () => T, tracer: Tracer = {}): T {
    return noGrad(() => this.run(forward, tracer));
  }

  /** Puts random state, buffers and inputs back. */
  release(): void {
    setRandomState(this.random);
    for (const { owner, name, tensor } of this.members)
      if ((owner as unknown as Record<string, unknown>)[name] !== tensor)
        Object.assign(owner, { [name]: tensor });
    // Only what changed is written: a write makes a graph that was recorded from the tensor unusable.
    for (const [tensor, values] of this.values)
      if (!sameBits(tensor.data, values)) tensor.writeData((data) => data.set(values));
  }

  // Modules become known as they are entered, before their forward can touch a buffer: a function hides which it uses.
  private holding(tracer: Tracer): Tracer {
    return {
      ...tracer,
      enter: (frame, inputs) => {
        this.hold(frame.module);
        tracer.enter?.(frame, inputs);
      },
    };
  }

  private hold(module: Module): void {
    if (this.known.has(module)) return;
    for (const owner of module.modules()) {
      if (this.known.has(owner)) continue;
      this.known.add(owner);
      for (const [name, tensor] of Object.entries(owner) as [string, unknown][]) {
        if (!(tensor instanceof Tensor) || !owner.isBuffer(name)) continue;
        this.members.push({ owner, name, tensor });
        this.keep(tensor);
      }
    }
  }

  private keep(tensor: Tensor): void {
    if (!this.values.has(tensor)) this.values.set(tensor, tensor.data.slice());
  }
}
