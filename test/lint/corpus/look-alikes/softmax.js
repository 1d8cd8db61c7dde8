function softmaxRows(scores, T) {
  for (let i = 0; i < T; i++) {
    let max = -Infinity;
    for (let j = 0; j <= i; j++) max = Math.max(max, scores[i * T + j]);
    let sum = 0;
    for (let j = 0; j <= i; j++) {
      scores[i * T + j] = Math.exp(scores[i * T + j] - max);
      sum += scores[i * T + j];
    }
    for (let j = 0; j <= i; j++) scores[i * T + j] /= sum;
  }
}
