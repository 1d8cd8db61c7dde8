export function softmax(logits, seqLen, vocab) {
  for (let t = 0; t < seqLen; t++) {
    let max = -Infinity, sum = 0;
    for (let v = 0; v < vocab; v++) max = Math.max(max, logits[t * vocab + v]);
    for (let v = 0; v < vocab; v++) sum += logits[t * vocab + v] = Math.exp(logits[t * vocab + v] - max);
    for (let v = 0; v < vocab; v++) logits[t * vocab + v] /= sum;
  }
}
