export function norm(x, tokens, channels) {
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    let sq = 0;
    for (let t = 0; t < tokens; t++) {
      const v = x[t * channels + c];
      sum += x[t * channels + c]; // expect: cross-token-statistic
      sq += x[t * channels + c] ** 2; // expect: cross-token-statistic
    }
    const mean = sum / tokens;
    const std = Math.sqrt(sq / tokens - mean * mean);
    for (let t = 0; t < tokens; t++) x[t * channels + c] = (x[t * channels + c] - mean) / std;
  }
}
