interface Picture {
  readonly pixels: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** Draws activations of T tokens with C channels: the smallest value is black, the largest white. */
export function heatMap(activations: Float32Array, T: number, C: number): Picture {
  let low = Infinity;
  let high = -Infinity;
  for (let t = 0; t < T; t++) {
    for (let c = 0; c < C; c++) {
      low = Math.min(low, activations[t * C + c]);
      high = Math.max(high, activations[t * C + c]);
    }
  }
  const pixels = new Uint8ClampedArray(4 * T * C);
  for (let i = 0; i < T * C; i++) {
    const value = (activations[i] - low) / (high - low);
    pixels.set([255 * value, 255 * value, 255 * value, 255], 4 * i);
  }
  return { pixels, width: C, height: T };
}
