// Feature extraction for the keyword spotter and for Whisper. Works on 16 kHz mono PCM.

export const N_MELS = 80;
export const HOP = 160;

/** wav2vec2 style: zero mean, unit variance of the raw waveform. */
export function normalizeWaveform(pcm) {
  let mean = 0;
  for (let i = 0; i < pcm.length; i++) mean += pcm[i];
  mean /= pcm.length;
  let variance = 0;
  for (let i = 0; i < pcm.length; i++) variance += (pcm[i] - mean) ** 2;
  variance /= pcm.length;
  const scale = 1 / Math.sqrt(variance + 1e-7);
  return Float32Array.from(pcm, (v) => (v - mean) * scale);
}

/** Whisper: clamp to 8 dB below the loudest bin of the clip, then shift. */
export function whisperScale(logMel) {
  let max = -Infinity;
  for (const v of logMel) if (v > max) max = v;
  for (let i = 0; i < logMel.length; i++) logMel[i] = (Math.max(logMel[i], max - 8) + 4) / 4;
  return logMel;
}

/**
 * Cepstral mean and variance normalisation of an utterance.
 * @param {Float32Array} mel numFrames * N_MELS
 */
export function cmvn(mel, numFrames) {
  const out = new Float32Array(mel.length);
  for (let m = 0; m < N_MELS; m++) {
    let sum = 0;
    let sq = 0;
    for (let t = 0; t < numFrames; t++) {
      const v = mel[t * N_MELS + m];
      sum += v;
      sq += v * v;
    }
    const mean = sum / numFrames;
    const std = Math.sqrt(Math.max(sq / numFrames - mean * mean, 1e-10));
    for (let t = 0; t < numFrames; t++) out[t * N_MELS + m] = (mel[t * N_MELS + m] - mean) / std;
  }
  return out;
}

export function peakNormalize(pcm, target = 0.95) {
  const peak = pcm.reduce((p, v) => Math.max(p, Math.abs(v)), 0);
  return peak > 0 ? pcm.map((v) => (v * target) / peak) : pcm;
}
