export interface Clip {
  readonly samples: Float32Array;
  readonly sampleRate: number;
}

/** Brings the loudest sample to full scale and takes away the offset. */
export function normalise({ samples, sampleRate }: Clip): Clip {
  let sum = 0;
  for (let i = 0; i < samples.length; i++) sum += samples[i];
  const offset = sum / samples.length;
  let peak = 0;
  for (let i = 0; i < samples.length; i++) peak = Math.max(peak, Math.abs(samples[i] - offset));
  return { samples: samples.map((value) => (value - offset) / (peak || 1)), sampleRate };
}

/** Whisper's front end: log mel of T frames by M bands, cut below the maximum. */
export function logMel(mel: Float32Array, T: number, M: number): Float32Array {
  const out = new Float32Array(T * M);
  let max = -Infinity;
  for (let i = 0; i < T * M; i++) {
    out[i] = Math.log10(Math.max(1e-10, mel[i]));
    max = Math.max(max, out[i]);
  }
  for (let i = 0; i < T * M; i++) out[i] = (Math.max(out[i], max - 8) + 4) / 4;
  return out;
}
