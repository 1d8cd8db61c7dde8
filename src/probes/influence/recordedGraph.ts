import { tensor } from "../../core/index.ts";
import type { OpEvent, Tensor } from "../../core/index.ts";
import type { ProbeRun } from "./probeRun.ts";

/**
 * Runs the subject with a graph for gradients on a copy of x that wants one, and gives both and the ops to `use`. The gradients
 * that parameters and other tensors had are put back.
 */
export function withGraph<T>(
  run: ProbeRun,
  use: (leaf: Tensor, output: Tensor, ops: readonly OpEvent[]) => T,
): T {
  const leaf = tensor(run.x.data.slice(), [...run.x.shape]);
  leaf.requiresGrad = true;
  const gradients = new Map<Tensor, Tensor | null>();
  const ops: OpEvent[] = [];
  const op = (event: OpEvent): void => {
    ops.push(event);
    for (const input of event.inputs)
      if (input !== leaf && input.requiresGrad && !gradients.has(input)) gradients.set(input, input.grad);
  };
  try {
    const output = run.state.run(() => run.forward(leaf), { op });
    return use(leaf, output, ops);
  } finally {
    for (const [input, gradient] of gradients) input.grad = gradient;
    run.state.release();
  }
}
