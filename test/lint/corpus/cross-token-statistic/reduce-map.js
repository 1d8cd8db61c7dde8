/**
 * x: [tokens, channels], row-major
 */
export function norm(x, tokens, channels) {
  const mean = x.reduce((a, b) => a + b, 0) / x.length; // expect: cross-token-statistic
  return x.map((v) => v - mean);
}
