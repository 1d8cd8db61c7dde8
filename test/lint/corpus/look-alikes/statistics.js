export function zscore(rows) {
  const n = rows.length;
  const mean = rows.reduce((s, r) => s + r.value, 0) / n;
  const sd = Math.sqrt(rows.reduce((s, r) => s + (r.value - mean) ** 2, 0) / n);
  return rows.map((r) => (r.value - mean) / sd);
}

export function normalizeImage(pixels, width, height) {
  let mean = 0;
  for (let i = 0; i < width * height; i++) mean += pixels[i];
  mean /= width * height;
  for (let i = 0; i < width * height; i++) pixels[i] -= mean;
}
