interface Channel {
  readonly mean: number;
  readonly deviation: number;
  readonly kurtosis: number;
}

/** What a table under the chart lists for each channel over all tokens. */
export function channels(x: Float32Array, T: number, C: number): Channel[] {
  return Array.from({ length: C }, (_, c) => {
    let mean = 0;
    for (let t = 0; t < T; t++) mean += x[t * C + c];
    mean /= T;
    let second = 0;
    let fourth = 0;
    for (let t = 0; t < T; t++) {
      const d = x[t * C + c] - mean;
      second += d * d;
      fourth += d ** 4;
    }
    const variance = second / T;
    return { mean, deviation: Math.sqrt(variance), kurtosis: fourth / T / variance ** 2 };
  });
}
