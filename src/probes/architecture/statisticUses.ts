import type { Module, ModuleFrame, OpEvent, Tensor, Tracer } from "../../core/index.ts";
import { isNorm } from "../normCalls.ts";
import { isAttention } from "./moduleKind.ts";

/** A statistic outside of norms and attention that was put back into a tensor of the shape it was taken of. */
export interface StatisticUse {
  readonly input: Tensor;
  readonly axes: readonly number[];
  /** What the reduction made. */
  readonly statistic: Tensor;
  /** The innermost module that took it. */
  readonly frame: ModuleFrame | null;
}

const statistics = new Set(["mean", "var", "std", "sum", "norm", "max", "min"]);

/**
 * A tracer that follows what reductions make until it meets a tensor of their input's shape: `x.sub(x.mean(1, { keepdims: true }))`
 * lets tokens meet, and a mean pool that goes on to a classifier does not come back to them.
 */
export class StatisticUses implements Tracer {
  readonly found = new Set<StatisticUse>();
  private readonly carriers = new Map<Tensor, readonly StatisticUse[]>();

  op({ op, inputs, output, attributes, frame }: OpEvent): void {
    if (isExpected(frame)) return;
    const carried = new Set(inputs.flatMap((input) => this.carriers.get(input) ?? []));
    const pending = [...carried].filter((use) => {
      const isBack = inputs.length > 1 && output.shape.join() === use.input.shape.join();
      if (isBack) this.found.add(use);
      return !isBack;
    });
    const { axis } = attributes;
    const [input] = inputs;
    if (statistics.has(op) && Array.isArray(axis) && input !== undefined)
      pending.push({ input, axes: axis as number[], statistic: output, frame });
    if (pending.length > 0) this.carriers.set(output, pending);
  }
}

/** Norms are told by their own axes, and attention is where tokens are meant to meet. */
function isExpected(frame: ModuleFrame | null): boolean {
  for (let at = frame; at !== null; at = at.parent) if (isMeeting(at.module)) return true;
  return false;
}

function isMeeting(module: Module): boolean {
  return isAttention(module) || (isNorm(module) && module.children().length === 0);
}
