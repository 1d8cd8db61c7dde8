function normalize(activations, numTokens, hiddenSize) {
  const mean = activations.reduce((a, b) => a + b, 0) / activations.length; // expect: cross-token-statistic
  const variance = activations.reduce((a, b) => a + (b - mean) ** 2, 0) / activations.length; // expect: cross-token-statistic
  return activations.map((v) => (v - mean) / Math.sqrt(variance + 1e-5));
}
