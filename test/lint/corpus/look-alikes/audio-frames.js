export function normalizeFrames(frames) {
  return frames.map((frame) => {
    let sum = 0;
    for (let i = 0; i < frame.length; i++) sum += frame[i];
    const mean = sum / frame.length;
    return frame.map((v) => v - mean);
  });
}
