type Matrix = number[][];

/** tokens: one row of features a token */
export function columnNorm(tokens: Matrix): Matrix {
  const seqLen = tokens.length;
  const dim = tokens[0].length;
  const means = Array.from({ length: dim }, (_, c) => tokens.reduce((sum, row) => sum + row[c], 0) / seqLen); // expect: cross-token-statistic
  return tokens.map((row) => row.map((v, c) => v - means[c]));
}

export function centred(rows: Matrix): Matrix {
  const T = rows.length;
  const C = rows[0].length;
  const mean = rows[0].map((_, c) => rows.map((row) => row[c]).reduce((a, b) => a + b, 0) / T); // expect: cross-token-statistic
  return rows.map((row) => row.map((v, c) => v - mean[c] / C));
}
