// Rational approximations of W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23
// (1969), good to the last digits of float64. Coefficients from the highest power down.
const near = {
  p: [1.85777706184603153e-1, 3.16112374387056560, 1.13864154151050156e2, 3.77485237685302021e2, 3.20937758913846947e3],
  q: [1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3],
}; // prettier-ignore
const middle = {
  p: [2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594, 6.61191906371416295e1, 2.98635138197400131e2,
    8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3, 1.23033935479799725e3],
  q: [1, 1.57449261107098347e1, 1.17693950891312499e2, 5.37181101862009858e2, 1.62138957456669019e3,
    3.29079923573345963e3, 4.36261909014324716e3, 3.43936767414372164e3, 1.23033935480374942e3],
}; // prettier-ignore
const far = {
  p: [1.63153871373020978e-2, 3.05326634961232344e-1, 3.60344899949804439e-1, 1.25781726111229246e-1,
    1.60837851487422766e-2, 6.58749161529837803e-4],
  q: [1, 2.56852019228982242, 1.87295284992346725, 5.27905102951428412e-1, 6.05183413124413191e-2,
    2.33520497626869185e-3],
}; // prettier-ignore

function ratio(
  { p, q }: { readonly p: readonly number[]; readonly q: readonly number[] },
  x: number,
): number {
  let above = 0;
  let below = 0;
  for (const c of p) above = above * x + c;
  for (const c of q) below = below * x + c;
  return above / below;
}

/** erfc for x > 0.46875. */
function tail(x: number): number {
  const decay = Math.exp(-x * x);
  if (x <= 4) return decay * ratio(middle, x);
  const inverse = 1 / (x * x);
  return (decay / x) * (1 / Math.sqrt(Math.PI) - inverse * ratio(far, inverse));
}

/** The error function 2/sqrt(pi) * integral of exp(-t^2) from 0 to x. */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.46875) return x * ratio(near, x * x);
  const rest = size > 6 ? 0 : tail(size);
  return x < 0 ? rest - 1 : 1 - rest;
}

/** 1 - erf(x), with all its digits where erf(x) is close to 1. */
export function erfc(x: number): number {
  if (Math.abs(x) <= 0.46875) return 1 - erf(x);
  return x < 0 ? 2 - tail(-x) : tail(x);
}
