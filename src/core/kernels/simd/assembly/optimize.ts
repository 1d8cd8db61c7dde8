import { high, low, narrow } from "./float64Lanes";

/**
 * One step of Adam in float64: value *= keep (rounded to float32); g = grad + decay value; first = beta1 first + (1 - beta1) g; second = beta2 second + (1 - beta2) g^2;
 * value -= rate first / (sqrt(second) / correction + eps). Moments are rounded to float32 before they are used.
 */
export function adamStep(
  values: usize,
  grad: usize,
  first: usize,
  second: usize,
  count: i32,
  beta1: f64,
  beta2: f64,
  rate: f64,
  correction: f64,
  eps: f64,
  decay: f64,
  keep: f64,
): void {
  const end = values + (count << 2);
  for (; values < end; values += 16, grad += 16, first += 16, second += 16) {
    const before = v128.load(values);
    const keeps = f64x2.splat(keep);
    const v = narrow(f64x2.mul(low(before), keeps), f64x2.mul(high(before), keeps));
    const g = v128.load(grad);
    const decays = f64x2.splat(decay);
    const gLow = f64x2.add(low(g), f64x2.mul(decays, low(v)));
    const gHigh = f64x2.add(high(g), f64x2.mul(decays, high(v)));
    const m = v128.load(first);
    const keep1 = f64x2.splat(beta1);
    const take1 = f64x2.splat(1 - beta1);
    const newFirst = narrow(
      f64x2.add(f64x2.mul(keep1, low(m)), f64x2.mul(take1, gLow)),
      f64x2.add(f64x2.mul(keep1, high(m)), f64x2.mul(take1, gHigh)),
    );
    const s = v128.load(second);
    const keep2 = f64x2.splat(beta2);
    const take2 = f64x2.splat(1 - beta2);
    const newSecond = narrow(
      f64x2.add(f64x2.mul(keep2, low(s)), f64x2.mul(f64x2.mul(take2, gLow), gLow)),
      f64x2.add(f64x2.mul(keep2, high(s)), f64x2.mul(f64x2.mul(take2, gHigh), gHigh)),
    );
    v128.store(first, newFirst);
    v128.store(second, newSecond);
    v128.store(
      values,
      narrow(
        moved(low(v), low(newFirst), low(newSecond), rate, correction, eps),
        moved(high(v), high(newFirst), high(newSecond), rate, correction, eps),
      ),
    );
  }
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function moved(value: v128, first: v128, second: v128, rate: f64, correction: f64, eps: f64): v128 {
  const below = f64x2.add(f64x2.div(f64x2.sqrt(second), f64x2.splat(correction)), f64x2.splat(eps));
  return f64x2.sub(value, f64x2.div(f64x2.mul(f64x2.splat(rate), first), below));
}
