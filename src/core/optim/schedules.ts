import {
  arrayOf,
  callback,
  checkArgument,
  checkOptions,
  count,
  fraction,
  instanceOf,
  notNegative,
  required,
  type Kinds,
} from "../arguments.ts";
import { Optimizer } from "./optimizer.ts";

/** The steps made so far, and the learning rate that each group started from. */
export interface ScheduleState {
  readonly step: number;
  readonly initialLr: readonly number[];
}

const stateKinds: Kinds<ScheduleState> = {
  step: required(count),
  initialLr: required(arrayOf(notNegative, "an array of learning rates")),
};

/** Multiplies each group's initial learning rate by `factor(step)`; step is 0 until `step()` is called for the first time (torch.optim.lr_scheduler.LambdaLR). */
export class LambdaLR {
  private readonly optimizer: Optimizer;
  private initial: readonly number[];
  private readonly factor: (step: number) => number;
  private count = 0;

  constructor(optimizer: Optimizer, factor: (step: number) => number) {
    checkArgument(new.target.name, "optimizer", optimizer, instanceOf("an optimizer", Optimizer));
    checkArgument(new.target.name, "factor", factor, callback);
    this.optimizer = optimizer;
    this.factor = factor;
    this.initial = optimizer.paramGroups.map((group) => group.lr);
    this.set();
  }

  /** Call it once after each `optimizer.step()`. */
  step(): void {
    this.count++;
    this.set();
  }

  /** The learning rates that are now in force, one per group. */
  lastLr(): number[] {
    return this.optimizer.paramGroups.map((group) => group.lr);
  }

  /** Where the schedule stands, as PyTorch's `state_dict`: what is to be saved beside the optimizer's. */
  stateDict(): ScheduleState {
    return { step: this.count, initialLr: [...this.initial] };
  }

  /** Goes on from where another schedule of the same kind stood, and sets its learning rates. */
  loadStateDict(saved: ScheduleState): void {
    const owner = `${this.constructor.name}.loadStateDict`;
    const { step, initialLr } = checkOptions(owner, saved, stateKinds);
    const [theirs, ours] = [initialLr.length, this.initial.length];
    if (theirs !== ours)
      throw new Error(`${owner}: the state is of ${theirs} parameter groups, this optimizer has ${ours}`);
    this.count = step;
    this.initial = [...initialLr];
    this.set();
  }

  private set(): void {
    const factor = this.factor(this.count);
    this.optimizer.paramGroups.forEach((group, i) => (group.lr = this.initial[i]! * factor));
  }
}

export interface WarmupCosineOptions {
  /** Steps in which the rate rises from 0 to its full value. */
  warmupSteps: number;
  /** The step at which the rate has come down; it stays there. */
  totalSteps: number;
  /** The last rate as a part of the full one. */
  minFactor?: number;
}

const warmupKinds: Kinds<WarmupCosineOptions> = {
  warmupSteps: required(count),
  totalSteps: required(count),
  minFactor: fraction,
};

/** Linear warm-up, then half a cosine (`get_cosine_schedule_with_warmup` of transformers, with an optional lower end). */
export class WarmupCosineLR extends LambdaLR {
  constructor(optimizer: Optimizer, options: WarmupCosineOptions) {
    super(optimizer, warmupCosine(checkOptions("WarmupCosineLR", options, warmupKinds)));
  }
}

/** The factor that WarmupCosineLR multiplies by, as a function of the step. */
export function warmupCosine(options: WarmupCosineOptions): (step: number) => number {
  const { warmupSteps, totalSteps, minFactor = 0 } = checkOptions("warmupCosine", options, warmupKinds);
  if (totalSteps <= warmupSteps)
    throw new RangeError(`A warm-up of ${warmupSteps} steps does not fit into ${totalSteps} steps.`);
  return (step) => {
    if (step < warmupSteps) return step / warmupSteps;
    const progress = Math.min(1, (step - warmupSteps) / (totalSteps - warmupSteps));
    return minFactor + (1 - minFactor) * 0.5 * (1 + Math.cos(Math.PI * progress));
  };
}
