import { pairWords } from "./verdict.ts";
import type { LeakPlace } from "./firstMoving.ts";
import { sampleWords } from "./influenceMatrix.ts";
import type { Investigation } from "./investigate.ts";

/** What a reader of the result must know beside the verdict. */
export function notesOf(
  { search, matrix, gradient, leaks, run, texts }: Investigation,
  places: readonly LeakPlace[],
): string[] {
  const notes: string[] = [];
  const { comparisons, outOf } = search.design;
  if (outOf !== null) notes.push(`${comparisons.length} of ${outOf} cuts were tried, spread evenly.`);
  const sample = matrix === null ? null : sampleWords(matrix, run);
  if (sample !== null) notes.push(sample);
  if (run.outputs > 1)
    notes.push(
      `Of the ${run.outputs} tensors that it returns only the first was probed; for another give a function that returns it.`,
    );
  for (const leak of leaks.filter(({ replaced }) => replaced.length > 1).slice(0, 3))
    notes.push(`${pairWords(leak, texts)}: no single one of them moves it.`);
  if (gradient?.leak)
    notes.push(
      `Every bit was kept; only the gradient sees the leak, which rounding hides.${unplaced(places)}`,
    );
  else if (gradient !== null && gradient.passes > 0)
    notes.push(`The gradient with a random cotangent is exactly zero too (${gradient.passes} passes).`);
  return notes;
}

function unplaced(places: readonly LeakPlace[]): string {
  if (places.some(({ op }) => op !== null)) return "";
  return " In which op it starts is not known: in no single op does a gradient begin to reach what it must not.";
}
