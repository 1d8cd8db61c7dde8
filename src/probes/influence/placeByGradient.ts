import { tensor } from "../../core/index.ts";
import type { Tensor } from "../../core/index.ts";
import { axisBlocks } from "../axisBlocks.ts";
import { ProbeRandom } from "../probeRandom.ts";
import type { Permission } from "./allowed.ts";
import { firstMoving } from "./firstMoving.ts";
import type { LeakPlace } from "./firstMoving.ts";
import { keptTokens } from "./foundLeak.ts";
import type { FoundLeak } from "./foundLeak.ts";
import type { ProbeRun } from "./probeRun.ts";
import { withGraph } from "./recordedGraph.ts";
import { tokenRows } from "./tokenRows.ts";

/**
 * The op in which a leak starts that rounding hides from every bit: the first one whose output, where it must not move, has a
 * gradient with respect to the replaced tokens, while its inputs have none. One backward pass from each op on the way.
 */
export function placeByGradient(run: ProbeRun, leak: FoundLeak, permission: Permission): LeakPlace {
  const kept = keptTokens(run, leak, permission);
  return withGraph(run, (leaf, _, ops) =>
    firstMoving(ops, (inner) => {
      if (!inner.requiresGrad) return false;
      leaf.grad = null;
      inner.backward(randomRows(inner, tokenRows(inner.shape, run.layout, kept)), { retainGraph: true });
      return reaches(run, leaf.grad, leak.replaced);
    }),
  );
}

/** A random combination of the numbers that are looked at: a plain sum is constant behind a LayerNorm. */
function randomRows({ shape, size }: Tensor, isLookedAt: (index: number) => boolean): Tensor {
  const random = new ProbeRandom(size);
  const values = Float32Array.from({ length: size }, () => random.normal());
  return tensor(
    values.map((value, i) => (isLookedAt(i) ? value : 0)),
    [...shape],
  );
}

function reaches({ x, layout }: ProbeRun, gradient: Tensor | null, tokens: readonly number[]): boolean {
  if (gradient === null) return false;
  const { inner, size } = axisBlocks(x.shape, layout.tokenAxis);
  const isWanted = new Set(tokens);
  return gradient.data.some((value, i) => value !== 0 && isWanted.has(Math.floor(i / inner) % size));
}
