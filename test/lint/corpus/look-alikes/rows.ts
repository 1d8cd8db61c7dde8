export function rmsNorm(tokens: number[][]): number[][] {
  return tokens.map((row) => {
    let ss = 0;
    for (const v of row) ss += v * v;
    const inv = 1 / Math.sqrt(ss / row.length + 1e-6);
    return row.map((v) => v * inv);
  });
}
