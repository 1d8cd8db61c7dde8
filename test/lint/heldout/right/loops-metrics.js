// Evaluation of generated sequences: correlations and z-scores of losses, never of activations.
export function correlation(a, b) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += (a[i] - ma) * (b[i] - mb);
    aa += (a[i] - ma) ** 2;
    bb += (b[i] - mb) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

export function zScores(losses) {
  let sum = 0;
  for (const loss of losses) sum += loss;
  const mean = sum / losses.length;
  let squares = 0;
  for (const loss of losses) squares += (loss - mean) ** 2;
  const deviation = Math.sqrt(squares / losses.length);
  return losses.map((loss) => (loss - mean) / deviation);
}
