/** Term frequencies of documents: rows are divided by their length, columns weighted by rarity. */
export function tfidf(counts: Float64Array, documents: number, words: number): Float64Array {
  const out = new Float64Array(documents * words);
  for (let w = 0; w < words; w++) {
    let containing = 0;
    for (let d = 0; d < documents; d++) if (counts[d * words + w] > 0) containing++;
    const idf = Math.log((1 + documents) / (1 + containing)) + 1;
    for (let d = 0; d < documents; d++) out[d * words + w] = counts[d * words + w] * idf;
  }
  for (let d = 0; d < documents; d++) {
    let squares = 0;
    for (let w = 0; w < words; w++) squares += out[d * words + w] ** 2;
    const norm = Math.sqrt(squares) || 1;
    for (let w = 0; w < words; w++) out[d * words + w] /= norm;
  }
  return out;
}
