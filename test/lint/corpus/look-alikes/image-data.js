export function toTensor(imageData, width, height) {
  let sum = 0;
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) sum += imageData[y * width + x];
  const mean = sum / (width * height);
  return imageData.map((p) => p - mean);
}
