import type { LayerStatistics } from "../tokenStats.ts";

/** The most numbers that a saved output holds: 8 million are 43 MB of base64, below what a viewer draws. */
const mostNumbers = 8e6;

/** What of a result is saved, where all of it would be too much. */
export interface Saved {
  readonly sequences: number;
  readonly layers: readonly LayerStatistics[];
  /** What was left out, in words. */
  readonly notes: readonly string[];
}

/** All of it, else as many of the first sequences as fit, at least one, and of that as many layers as fit, spread evenly. */
export function savedPart(layers: readonly LayerStatistics[], batch: number, most = mostNumbers): Saved {
  const perSequence = layers.reduce((sum, layer) => sum + numbersOf(layer) / Math.max(1, batch), 0);
  if (perSequence * batch <= most) return { sequences: batch, layers, notes: [] };
  const sequences = Math.max(1, Math.floor(most / perSequence));
  const step = Math.ceil((perSequence * sequences) / most);
  const kept = layers.filter((_, at) => at % step === 0);
  const notes = [
    ...(sequences < batch ? [`The first ${sequences} of ${batch} sequences`] : []),
    ...(step > 1 ? [`${kept.length} of ${layers.length} layers (one in ${step})`] : []),
  ].map(
    (part) =>
      `${part} are drawn and saved: all would be too large an output. The value itself holds them all.`,
  );
  return { sequences, layers: kept, notes };
}

function numbersOf({ before, normalized }: LayerStatistics): number {
  const statistics = 5;
  return before.mean.size * statistics * (normalized === null ? 2 : 3);
}
