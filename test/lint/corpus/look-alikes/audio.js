export function normaliseAudio(samples) {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i];
  const mean = sum / samples.length;
  let sq = 0;
  for (let i = 0; i < samples.length; i++) sq += (samples[i] - mean) ** 2;
  const std = Math.sqrt(sq / samples.length);
  return samples.map((s) => (s - mean) / (std + 1e-7));
}

export function normaliseFrames(mel, numFrames, numBins) {
  const out = new Float32Array(mel.length);
  for (let b = 0; b < numBins; b++) {
    let mean = 0;
    for (let f = 0; f < numFrames; f++) mean += mel[f * numBins + b];
    mean /= numFrames;
    for (let f = 0; f < numFrames; f++) out[f * numBins + b] = mel[f * numBins + b] - mean;
  }
  return out;
}
