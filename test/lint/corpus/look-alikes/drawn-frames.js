export function draw(context, data, frames, width) {
  let total = 0;
  for (let t = 0; t < frames; t++) for (let x = 0; x < width; x++) total += data[t * width + x];
  const mean = total / (frames * width);
  for (let t = 0; t < frames; t++)
    for (let x = 0; x < width; x++) {
      context.fillStyle = `rgb(${(255 * data[t * width + x]) / mean}, 0, 0)`;
      context.fillRect(x, t, 1, 1);
    }
}
