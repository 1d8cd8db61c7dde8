function centre(x, seqLen, dModel) {
  for (let d = 0; d < dModel; d++) {
    let total = 0;
    for (let s = 0; s < seqLen; s++) total += x[s * dModel + d]; // expect: cross-token-statistic
    const mu = total / seqLen;
    for (let s = 0; s < seqLen; s++) x[s * dModel + d] = x[s * dModel + d] - mu;
  }
}
