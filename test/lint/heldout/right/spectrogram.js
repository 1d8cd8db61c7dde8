export function spectrogramNorm(spec, frames, bins) {
  let max = -Infinity;
  for (let i = 0; i < frames * bins; i++) max = Math.max(max, spec[i]);
  for (let i = 0; i < frames * bins; i++) spec[i] = (spec[i] - max + 8) / 4;
}
