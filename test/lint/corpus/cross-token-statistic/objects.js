const stats = {
  mean: (a) => a.reduce((sum, v) => sum + v, 0) / a.length,
  norm(a) {
    return Math.sqrt(a.reduce((sum, v) => sum + v * v, 0));
  },
};

class Moments {
  static mean(a) {
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += a[i];
    return sum / a.length;
  }
}

export function normalizeSequence(tokens, seqLen, dim) {
  const mean = stats.mean(tokens); // expect: cross-token-statistic
  const norm = stats.norm(tokens); // expect: cross-token-statistic
  return tokens.map((v) => (v - mean) / norm);
}

export function centre(tokens, seqLen, dim) {
  const mean = Moments.mean(tokens); // expect: cross-token-statistic
  return tokens.map((v) => v - mean);
}
