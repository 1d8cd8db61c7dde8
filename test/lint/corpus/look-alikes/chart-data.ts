export interface Series {
  readonly label: string;
  readonly points: readonly number[];
}

/** Norms of each layer's tokens as series of a chart, relative to the first layer's mean. */
export function normSeries(layers: readonly Float32Array[], tokens: number, channels: number): Series[] {
  const norms = layers.map((x) =>
    Array.from({ length: tokens }, (_, t) => {
      let sum = 0;
      for (let c = 0; c < channels; c++) sum += x[t * channels + c] ** 2;
      return Math.sqrt(sum);
    }),
  );
  const first = norms[0]!;
  const mean = first.reduce((a, b) => a + b, 0) / first.length;
  return norms.map((values, index) => ({ label: `layer ${index}`, points: values.map((value) => value / mean) }));
}
