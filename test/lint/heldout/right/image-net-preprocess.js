// Images to the network's range: the data set's mean and deviation by channel, or the image's own.
const MEAN = [0.485, 0.456, 0.406];
const STD = [0.229, 0.224, 0.225];

export function preprocess(pixels, width, height) {
  const out = new Float32Array(3 * width * height);
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < width * height; i++) {
      out[c * width * height + i] = (pixels[i * 4 + c] / 255 - MEAN[c]) / STD[c];
    }
  }
  return out;
}

export function standardise(image) {
  let sum = 0;
  for (let i = 0; i < image.length; i++) sum += image[i];
  const mean = sum / image.length;
  let squares = 0;
  for (let i = 0; i < image.length; i++) squares += (image[i] - mean) ** 2;
  const std = Math.max(Math.sqrt(squares / image.length), 1 / Math.sqrt(image.length));
  return image.map((value) => (value - mean) / std);
}
