/**
 * x: [tokens, channels], row-major
 */
export function norm(x, tokens, channels) {
  const mean = x.reduce((a, b) => a + b, 0) / x.length; // expect: cross-token-statistic
  return x.map((v) => v - mean);
}

const sumOf = (values) => values.reduce((sum, v) => sum + v, 0);
const meanOf = (values) => sumOf(values) / values.length;

export function centreByHelper(tokens, numTokens, hiddenSize) {
  const mean = meanOf(tokens); // expect: cross-token-statistic
  return tokens.map((v) => v - mean);
}

export function centreInline(tokens, numTokens, hiddenSize) {
  return tokens.map((v) => v - meanOf(tokens)); // expect: cross-token-statistic
}

function moments(buffer) {
  let sum = 0;
  for (let i = 0; i < buffer.length; i++) sum += buffer[i];
  return [sum / buffer.length, sum];
}

export function centreByMoments(x, T, C) {
  const [mean] = moments(x); // expect: cross-token-statistic
  for (let t = 0; t < T; t++) for (let c = 0; c < C; c++) x[t * C + c] -= mean;
}

export function centreRows(x, T, C) {
  for (let t = 0; t < T; t++) {
    const row = x.subarray(t * C, (t + 1) * C);
    const mean = meanOf(row);
    for (let c = 0; c < C; c++) row[c] -= mean;
  }
}
