/** Draws frames of a spectrogram to a canvas, brightest at the loudest of the recording. */
export function drawSpectrogram(context: CanvasRenderingContext2D, frames: Float32Array, nFrames: number, bins: number): void {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < nFrames * bins; i++) {
    low = Math.min(low, frames[i]);
    high = Math.max(high, frames[i]);
  }
  for (let t = 0; t < nFrames; t++) {
    for (let b = 0; b < bins; b++) {
      const level = (frames[t * bins + b] - low) / (high - low);
      context.fillStyle = `hsl(260 80% ${Math.round(100 * level)}%)`;
      context.fillRect(t, bins - b, 1, 1);
    }
  }
}
