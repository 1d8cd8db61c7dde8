import { getRandomState, noGrad, setRandomState, trace } from "../core/index.ts";
import type { Module, Tensor, Tracer } from "../core/index.ts";

interface HeldBuffer {
  readonly tensor: Tensor;
  readonly values: Float32Array;
}

/**
 * Lets a model run again and again as if for the first time: every run starts from the same random state (so that dropout
 * draws the same mask) and the same buffers (a forward of a BatchNorm in training moves its running mean), and
 * `release` leaves both as they were found.
 */
export class HeldState {
  private readonly random = getRandomState();
  private readonly buffers = new Map<Tensor, HeldBuffer>();
  private readonly known = new Set<Module>();
  private hasDrawn = false;

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

  /** Puts random state and buffers back. */
  release(): void {
    setRandomState(this.random);
    for (const { tensor, values } of this.buffers.values()) tensor.writeData((data) => data.set(values));
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
    this.known.add(module);
    for (const [, tensor] of module.namedBuffers())
      if (!this.buffers.has(tensor)) this.buffers.set(tensor, { tensor, values: tensor.data.slice() });
  }
}
