// Forecast input: a window of readings [steps][sensors], scaled by the window's own statistics, and back again.
export function scaleWindow(window, steps, sensors) {
  const mean = new Array(sensors).fill(0);
  const std = new Array(sensors).fill(0);
  for (let s = 0; s < sensors; s++) {
    for (let t = 0; t < steps; t++) mean[s] += window[t][s] / steps;
    for (let t = 0; t < steps; t++) std[s] += (window[t][s] - mean[s]) ** 2 / steps;
    std[s] = Math.sqrt(std[s]) || 1;
  }
  const scaled = window.map((row) => row.map((value, s) => (value - mean[s]) / std[s]));
  return { scaled, restore: (rows) => rows.map((row) => row.map((value, s) => value * std[s] + mean[s])) };
}
