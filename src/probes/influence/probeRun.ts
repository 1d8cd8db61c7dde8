import type { Tensor, Tracer } from "../../core/index.ts";
import { axisBlocks } from "../axisBlocks.ts";
import type { AxisBlocks } from "../axisBlocks.ts";
import { HeldState } from "../heldState.ts";
import { inputLayout } from "../inputLayout.ts";
import type { InputLayout } from "../inputLayout.ts";
import { magnitudes, replaceAt, replacementValues } from "../replacements.ts";
import { factCollector } from "../runFacts.ts";
import type { RunFacts } from "../runFacts.ts";
import { checkFinite, firstTensorOf, forwardOf, tensorsIn } from "../subject.ts";
import type { Subject } from "../subject.ts";
import { rowChanges, sameBits } from "./rowChanges.ts";
import type { RowChanges } from "./rowChanges.ts";

export interface ProbeSettings {
  /** The axis of x that holds the tokens; negative counts from the end. */
  readonly tokenAxis?: number;
  /** Ids that never stand in for another (beside an embedding's padding id). */
  readonly specialIds?: readonly number[];
}

/** A subject and an input, run once on the unchanged input and ready to be run with tokens replaced. */
export class ProbeRun {
  readonly subject: Subject;
  readonly x: Tensor;
  readonly layout: InputLayout;
  readonly facts: RunFacts;
  readonly outputShape: readonly number[];
  readonly outputTokenAxis: number;
  readonly base: Float32Array;
  /** Whether a second run on the unchanged input gave the same bits. Without that no comparison means anything. */
  readonly isRepeatable: boolean;
  /** How many tensors the subject returns; the first is probed. */
  outputs = 1;
  /** Runs with something replaced so far. */
  runs = 0;

  readonly state: HeldState;
  readonly forward: (x: Tensor) => Tensor;
  private readonly values: readonly Float32Array[];

  constructor(subject: Subject, x: Tensor, settings: ProbeSettings = {}) {
    checkFinite(firstTensorOf([x]));
    this.subject = subject;
    this.x = x;
    this.state = new HeldState([x]);
    this.forward = forwardOf(subject, (output) => (this.outputs = tensorsIn(output)));
    const { tracer, facts } = factCollector(x);
    const output = this.execute(x, tracer);
    this.facts = facts;
    this.layout = inputLayout(x, facts, settings.tokenAxis);
    this.outputShape = output.shape;
    this.outputTokenAxis = outputTokenAxis(output, this.layout);
    this.base = output.data.slice();
    this.isRepeatable = sameBits(this.base, this.execute(x).data);
    this.values = replacementValues(x, this.layout, settings.specialIds);
  }

  /** Whether the run draws random numbers, as dropout does in training. */
  get isRandom(): boolean {
    return this.state.isRandom;
  }

  get outputBlocks(): AxisBlocks {
    return axisBlocks(this.outputShape, this.outputTokenAxis);
  }

  get outputTokens(): number {
    return this.outputBlocks.size;
  }

  /** x with some tokens replaced at one of the magnitudes. */
  replaced(tokens: readonly number[], magnitude: number): Tensor {
    return replaceAt(this.x, this.values[magnitude]!, this.layout.tokenAxis, tokens);
  }

  /** x with some sequences of the batch replaced. */
  replacedSequences(x: Tensor, values: Float32Array, sequences: readonly number[]): Tensor {
    return replaceAt(x, values, this.layout.batchAxis!, sequences);
  }

  /** How each output token moves when some input tokens are replaced, one result for each magnitude. */
  changes(tokens: readonly number[]): RowChanges[] {
    return magnitudes.map((_, magnitude) => this.changesAt(tokens, magnitude));
  }

  changesAt(tokens: readonly number[], magnitude: number): RowChanges {
    this.runs++;
    const output = this.execute(this.replaced(tokens, magnitude));
    if (output.shape.join() !== this.outputShape.join())
      throw new RangeError(
        `The output's shape depends on the input's values: [${this.outputShape.join(", ")}], then [${output.shape.join(", ")}].`,
      );
    return rowChanges(this.base, output.data, this.outputBlocks);
  }

  /** One run from the held state; without a graph for gradients. */
  execute(x: Tensor, tracer?: Tracer): Tensor {
    try {
      return this.state.runWithoutGraph(() => this.forward(x), tracer);
    } finally {
      this.state.release();
    }
  }
}

function outputTokenAxis(output: Tensor, layout: InputLayout): number {
  if (layout.tokenAxis < output.shape.length && !hasLostTokens(output, layout)) return layout.tokenAxis;
  throw new RangeError(
    `The output has the shape [${output.shape.join(", ")}] and no token axis ${layout.tokenAxis}; ` +
      "probe a function whose output still has one row for each token.",
  );
}

/** A mean over the tokens, [B, C], may well have as many channels as there were tokens. */
function hasLostTokens(output: Tensor, { trail, tokenAxis, batchAxis }: InputLayout): boolean {
  const origins = trail?.of(output);
  return (
    origins !== undefined &&
    batchAxis !== null &&
    output.shape.length === 2 &&
    origins.some((origin) => origin.includes(batchAxis)) &&
    !origins.some((origin) => origin.includes(tokenAxis))
  );
}
