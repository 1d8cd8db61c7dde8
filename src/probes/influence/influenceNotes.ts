import { pairWords } from "./verdict.ts";
import type { Investigation } from "./investigate.ts";

/** What a reader of the result must know beside the verdict. */
export function notesOf({ search, matrix, gradient, leaks, run, texts }: Investigation): string[] {
  const notes: string[] = [];
  const { comparisons, outOf } = search.design;
  if (outOf !== null) notes.push(`${comparisons.length} of ${outOf} cuts were tried, spread evenly.`);
  if (matrix !== null && matrix.inputs.length < run.layout.tokens)
    notes.push(`The matrix shows ${matrix.inputs.length} of ${run.layout.tokens} tokens, spread evenly.`);
  if (run.outputs > 1)
    notes.push(
      `Of the ${run.outputs} tensors that it returns only the first was probed; for another give a function that returns it.`,
    );
  for (const leak of leaks.filter(({ replaced }) => replaced.length > 1).slice(0, 3))
    notes.push(`${pairWords(leak, texts)}: no single one of them moves it.`);
  if (gradient?.leak)
    notes.push("Every bit was kept; only the gradient sees the leak, which rounding hides.");
  else if (gradient !== null && gradient.passes > 0)
    notes.push(`The gradient with a random cotangent is exactly zero too (${gradient.passes} passes).`);
  return notes;
}
