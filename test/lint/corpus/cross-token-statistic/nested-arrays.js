// tokens is an array of T rows of C numbers
function norm(tokens) {
  const T = tokens.length;
  const C = tokens[0].length;
  let sum = 0;
  for (const row of tokens) {
    for (const v of row) sum += v; // expect: cross-token-statistic
  }
  const mean = sum / (T * C);
  return tokens.map((row) => row.map((v) => v - mean));
}
