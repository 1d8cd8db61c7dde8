/** How far two runs of a model differ, relative to the largest value; rows are tokens. */
export function relativeError(ours: Float32Array, theirs: Float32Array, T: number, C: number): number[] {
  let largest = 0;
  for (let i = 0; i < T * C; i++) largest = Math.max(largest, Math.abs(theirs[i]));
  const worst = new Array<number>(T).fill(0);
  for (let t = 0; t < T; t++)
    for (let c = 0; c < C; c++)
      worst[t] = Math.max(worst[t], Math.abs(ours[t * C + c] - theirs[t * C + c]) / largest);
  return worst;
}

/** Share of the variance that two channels have in common. */
export function correlation(x: Float32Array, T: number, C: number, a: number, b: number): number {
  let [meanA, meanB] = [0, 0];
  for (let t = 0; t < T; t++) {
    meanA += x[t * C + a] / T;
    meanB += x[t * C + b] / T;
  }
  let [ab, aa, bb] = [0, 0, 0];
  for (let t = 0; t < T; t++) {
    ab += (x[t * C + a] - meanA) * (x[t * C + b] - meanB);
    aa += (x[t * C + a] - meanA) ** 2;
    bb += (x[t * C + b] - meanB) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}
