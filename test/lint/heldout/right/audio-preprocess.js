export function normalizeAudio(samples) {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i];
  const mean = sum / samples.length;
  let sq = 0;
  for (let i = 0; i < samples.length; i++) sq += (samples[i] - mean) ** 2;
  const std = Math.sqrt(sq / samples.length);
  return samples.map((s) => (s - mean) / (std + 1e-7));
}
