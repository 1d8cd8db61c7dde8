// Loudness of recorded frames before they are played or sent: nothing here is a model's activation.
export function normaliseLoudness(samples, target = 0.1) {
  let energy = 0;
  for (let i = 0; i < samples.length; i++) energy += samples[i] * samples[i];
  const rms = Math.sqrt(energy / samples.length);
  const gain = target / Math.max(rms, 1e-6);
  for (let i = 0; i < samples.length; i++) samples[i] *= gain;
  return samples;
}

export function logMelFeatures(mel, frames, bins) {
  let largest = -Infinity;
  const features = new Float32Array(frames * bins);
  for (let t = 0; t < frames; t++) {
    for (let b = 0; b < bins; b++) {
      features[t * bins + b] = Math.log10(Math.max(mel[t * bins + b], 1e-10));
      largest = Math.max(largest, features[t * bins + b]);
    }
  }
  for (let i = 0; i < features.length; i++) features[i] = (Math.max(features[i], largest - 8) + 4) / 4;
  return features;
}
