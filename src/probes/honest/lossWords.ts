interface Means {
  readonly meanWholeWindow: number;
  readonly meanOneAtATime: number;
  readonly largest: number;
  /** Whether later ids, and not only how many they are, change the losses. */
  readonly readsFuture: boolean;
}

/**
 * The two losses of a model in one sentence.
 *
 * @param largest difference at any position, in nats
 */
export function lossWords(
  { meanWholeWindow, meanOneAtATime, largest, readsFuture }: Means,
  differs: boolean,
  guessing: number,
): string {
  if (Number.isNaN(meanWholeWindow) || Number.isNaN(meanOneAtATime))
    return "Some losses are NaN, so nothing can be told: look for NaN in the logits.";
  const [whole, single] = [meanWholeWindow.toFixed(2), meanOneAtATime.toFixed(2)];
  if (!differs) return `${whole} either way, equal at every position.`;
  if (!readsFuture)
    return (
      `${whole} for the whole window, ${single} one token at a time: up to ${largest.toPrecision(1)} apart at a position. ` +
      "Other tokens in the later places change nothing: it depends on how many tokens there are, not on what they say."
    );
  // A leak need not win.
  if (whole === single)
    return `${whole} either way, but up to ${largest.toPrecision(1)} apart at a position: it reads the future, and gains nothing by it.`;
  const words = `${whole} for the whole window, ${single} one token at a time: it reads the future.`;
  if (meanOneAtATime > guessing)
    return `${words} Without it, it is worse than guessing (${guessing.toFixed(2)}).`;
  return words;
}
