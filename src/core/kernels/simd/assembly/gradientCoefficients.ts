// From a row's sums to what its gradient is made of.
import { total } from "./float64Lanes";
import { entryBytes } from "./gradientRows";
import { dotOfHX, energyOfH, shiftedDot, squareOfX, sumOfH, sumOfX, wholeEnergy } from "./gradientSums";
import { factor, offset, rest, scale, shift, statisticsFrom } from "./statistics";

/** Where a row's gradient has this much less energy than what it is the difference of, float32 has lost digits of it. */
const cancelled: f64 = 1 / 16;
/** Energies of which float32 keeps all digits. */
const least: f64 = 1e-30;
const most: f64 = 1e36;

/**
 * Writes to an entry what follows from the sums in `source`. Gives false where the terms of dx cancel and the row needs float64 throughout. The
 * choice depends on this row alone: on half of its energy where that is enough already, which it nearly always is.
 */
export function settle(
  x: usize,
  grad: usize,
  columns: i32,
  eps: f64,
  centered: bool,
  weight: usize,
  source: usize,
  entry: usize,
): bool {
  const ofX = f64x2.replace_lane(f64x2.splat(totalAt(source + sumOfX)), 1, totalAt(source + squareOfX));
  if (!statisticsFrom(ofX, x, columns, eps, centered)) return false;
  const sum = totalAt(source + sumOfH);
  const dot = shift == 0 ? totalAt(source + dotOfHX) : shiftedDot(x, grad, columns, weight, shift);
  const count = <f64>columns;
  const inverse = 1 / count;
  const meanOfH = centered ? sum * inverse : 0;
  const meanOfHN = scale * (dot - rest * sum) * inverse;
  const taken = count * (meanOfH * meanOfH + meanOfHN * meanOfHN * (1 + eps * scale * scale));
  let energy = totalAt(source + energyOfH);
  if (!(energy - taken >= cancelled * energy)) energy = wholeEnergy(grad, columns, weight);
  const vanishes = energy < least && (sum != 0 || dot != 0);
  if (!(energy - taken >= cancelled * energy && energy < most) || vanishes) return false;
  store<f32>(entry, shift, 4);
  store<f32>(entry, factor, 8);
  store<f32>(entry, offset, 12);
  store<f32>(entry, <f32>(-scale * scale * meanOfHN), 16);
  store<f32>(entry, <f32>(scale * (scale * rest * meanOfHN - meanOfH)), 20);
  return true;
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function totalAt(at: usize): f64 {
  return total(v128.load(at));
}

/**
 * `settle` for two neighbouring entries at once, to the bit the same. Gives false, and writes nothing of use, where one of them is off zero or
 * in any way out of the ordinary.
 */
export function settleTwo(count: f64, eps: f64, centered: bool, source: usize, entry: usize): bool {
  const counts = f64x2.splat(count);
  const inverses = f64x2.splat(1 / count);
  const epsilons = f64x2.splat(eps);
  const rests = centered ? f64x2.mul(totalsAt(source + sumOfX), inverses) : f64x2.splat(0);
  const missed = f64x2.mul(rests, rests);
  const variances = f64x2.sub(f64x2.mul(totalsAt(source + squareOfX), inverses), missed);
  const stable = f64x2.add(variances, epsilons);
  const scales = f64x2.div(f64x2.splat(1), f64x2.sqrt(stable));
  const sums = totalsAt(source + sumOfH);
  const means = centered ? f64x2.mul(sums, inverses) : f64x2.splat(0);
  const dots = f64x2.sub(totalsAt(source + dotOfHX), f64x2.mul(rests, sums));
  const slopes = f64x2.mul(f64x2.mul(scales, dots), inverses);
  const energies = totalsAt(source + energyOfH);
  const squares = f64x2.mul(scales, scales);
  const more = f64x2.add(f64x2.splat(1), f64x2.mul(f64x2.mul(epsilons, scales), scales));
  const ofSlopes = f64x2.mul(f64x2.mul(slopes, slopes), more);
  const taken = f64x2.mul(counts, f64x2.add(f64x2.mul(means, means), ofSlopes));
  let good = f64x2.gt(stable, f64x2.splat(1e-36));
  good = v128.and(good, f64x2.lt(variances, f64x2.splat(most)));
  good = v128.and(good, f64x2.le(f64x2.mul(f64x2.splat(4), missed), variances));
  const kept = f64x2.sub(energies, taken);
  good = v128.and(good, f64x2.ge(kept, f64x2.mul(f64x2.splat(cancelled), energies)));
  good = v128.and(good, f64x2.ge(energies, f64x2.splat(least)));
  good = v128.and(good, f64x2.lt(energies, f64x2.splat(most)));
  if (i64x2.bitmask(good) != 3) return false;
  const tilted = f64x2.mul(f64x2.mul(scales, rests), slopes);
  storeBoth(entry, 4, f64x2.splat(0));
  storeBoth(entry, 8, scales);
  storeBoth(entry, 12, f64x2.neg(f64x2.mul(rests, scales)));
  storeBoth(entry, 16, f64x2.neg(f64x2.mul(squares, slopes)));
  storeBoth(entry, 20, f64x2.mul(scales, f64x2.sub(tilted, means)));
  return true;
}

/** A sum of both rows. */
// @ts-expect-error: a decorator of AssemblyScript
@inline
function totalsAt(at: usize): v128 {
  const first = v128.load(at);
  const second = v128.load(at + entryBytes);
  return f64x2.add(v128.shuffle<f64>(first, second, 0, 2), v128.shuffle<f64>(first, second, 1, 3));
}

// @ts-expect-error: a decorator of AssemblyScript
@inline
function storeBoth(entry: usize, at: usize, values: v128): void {
  const rounded = f32x4.demote_f64x2_zero(values);
  v128.store_lane<f32>(entry + at, rounded, 0);
  v128.store_lane<f32>(entry + entryBytes + at, rounded, 1);
}
