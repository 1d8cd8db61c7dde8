/**
 * @param {Float32Array} x  tokens × channels
 */
function f(x, T, C) {
  let s = 0;
  for (const v of x) s += v; // expect: cross-token-statistic
  const m = s / x.length;
  for (let i = 0; i < x.length; i++) x[i] -= m;
}
