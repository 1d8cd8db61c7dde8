/** Values of T tokens by C channels between 0 and 1, as the colour scale of the figure wants them. */
export function colourScale(values: Float32Array, T: number, C: number): string[] {
  let largest = 0;
  for (let i = 0; i < T * C; i++) largest = Math.max(largest, Math.abs(values[i]));
  const colours: string[] = [];
  for (let i = 0; i < T * C; i++) {
    const share = values[i] / largest;
    colours.push(share > 0 ? `rgba(200, 40, 40, ${share})` : `rgba(40, 40, 200, ${-share})`);
  }
  return colours;
}

/** The same for an SVG. */
export function cells(values: Float32Array, tokens: number, channels: number): string {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  let svg = "";
  for (let t = 0; t < tokens; t++)
    for (let c = 0; c < channels; c++)
      svg += `<rect x="${c}" y="${t}" width="1" height="1" opacity="${(values[t * channels + c] - low) / (high - low)}"/>`;
  return svg;
}
