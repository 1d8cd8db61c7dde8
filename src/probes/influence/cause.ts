import type { ModuleFrame, OpEvent } from "../../core/index.ts";

/** What lets a token read another: statistics that pool, an attention mask, or something else that mixes tokens. */
export type Cause = "norm" | "mask" | "other";

const attention = /attention|softmax/i;
const norm = /norm/i;
const reductions = new Set([
  "mean",
  "var",
  "std",
  "sum",
  "max",
  "min",
  "amax",
  "amin",
  "norm",
  "varMean",
  "meanVar",
]);
const inversions = new Set(["rsqrt", "pow", "reciprocal", "div"]);

/**
 * Names the cause of a leak that starts in `event`. Attention in any spelling reads "mask", never "norm";
 * a reduction is a norm's when its result is later subtracted or divided by (adding it, or gating by it, is mixing).
 */
export function causeOf(event: OpEvent, run: readonly OpEvent[]): Cause {
  if (attention.test(event.op)) return "mask";
  if (norm.test(event.op)) return "norm";
  if (reductions.has(event.op))
    return isUsedAsStatistic(event, run) || isInside(event.frame, norm) ? "norm" : "other";
  if (event.op === "matmul" || isInside(event.frame, attention)) return "mask";
  return isInside(event.frame, norm) ? "norm" : "other";
}

/** Whether a result, perhaps after a root, a shift by eps or a view, centres or scales something larger. */
function isUsedAsStatistic(event: OpEvent, run: readonly OpEvent[]): boolean {
  const derived = new Map([[event.output, false]]);
  for (const { op, inputs, output } of run.slice(run.indexOf(event) + 1)) {
    const source = inputs.find((input) => derived.has(input));
    if (source === undefined) continue;
    const isInverse = derived.get(source)! || inversions.has(op);
    if (output.data.length > event.output.data.length) return op === "sub" || (isInverse && op !== "add");
    derived.set(output, isInverse);
  }
  return false;
}

function isInside(frame: ModuleFrame | null, name: RegExp): boolean {
  for (let at = frame; at !== null; at = at.parent) if (name.test(at.module.constructor.name)) return true;
  return false;
}
