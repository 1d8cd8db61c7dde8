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

export function centred(x, T, C) {
  const { data } = x;
  let sum = 0;
  for (let t = 0; t < T; t++) for (let c = 0; c < C; c++) sum += data[t * C + c]; // expect: cross-token-statistic
  for (let t = 0; t < T; t++) for (let c = 0; c < C; c++) x.data[t * C + c] -= sum / (T * C);
  return x;
}

export function scaled(x, T, C) {
  const { data: values } = x;
  let squares = 0;
  for (let i = 0; i < x.data.length; i++) squares += x.data[i] ** 2; // expect: cross-token-statistic
  const scale = 1 / Math.sqrt(squares / (T * C));
  for (let t = 0; t < T; t++) for (let c = 0; c < C; c++) values[t * C + c] *= scale;
  return x;
}
