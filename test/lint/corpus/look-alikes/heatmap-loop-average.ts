/** Text for a terminal: each token's cell is shaded by how far its norm lies from the average of all tokens. */
export function shade(hidden: Float32Array, tokens: number, channels: number): string {
  const norms = new Float64Array(tokens);
  for (let t = 0; t < tokens; t++) {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += hidden[t * channels + c] ** 2;
    norms[t] = Math.sqrt(sum);
  }
  let total = 0;
  for (let t = 0; t < tokens; t++) total += norms[t];
  const mean = total / tokens;
  let squares = 0;
  for (let t = 0; t < tokens; t++) squares += (norms[t] - mean) ** 2;
  const deviation = Math.sqrt(squares / tokens);
  const steps = " .:-=+*#";
  return Array.from(norms, (norm) => steps[Math.min(7, Math.max(0, 4 + Math.round((norm - mean) / deviation)))]).join("");
}
