// Pixels of a line chart: every series is stretched to the height of the plot.
export function polyline(values, width, height) {
  const low = Math.min(...values);
  const high = Math.max(...values);
  return values
    .map((value, index) => [
      (index / (values.length - 1)) * width,
      height - ((value - low) / (high - low)) * height,
    ])
    .map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`)
    .join(" ");
}

export function tokenNormChart(norms, tokens, height) {
  let max = 0;
  for (let t = 0; t < tokens; t++) max = Math.max(max, norms[t]);
  const bars = [];
  for (let t = 0; t < tokens; t++) bars.push({ token: t, height: (norms[t] / max) * height });
  return bars;
}
