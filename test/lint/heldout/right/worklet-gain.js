// Automatic gain of a recording, block by block; statistics of earlier blocks only.
class Gain extends AudioWorkletProcessor {
  constructor() {
    super();
    this.level = 0.05;
  }

  process([input], [output]) {
    for (let c = 0; c < input.length; c++) {
      const samples = input[c];
      let power = 0;
      for (let i = 0; i < samples.length; i++) power += samples[i] * samples[i];
      this.level = 0.95 * this.level + 0.05 * Math.sqrt(power / samples.length);
      for (let i = 0; i < samples.length; i++) output[c][i] = (samples[i] / Math.max(this.level, 1e-4)) * 0.1;
    }
    return true;
  }
}

registerProcessor("gain", Gain);
