const precision = 4;

/**
 * One format for all numbers of a tensor, all equally wide, as NumPy's: points aligned, trailing zeros left out, scientific
 * where magnitudes are large, small or far apart. Unlike NumPy's, whole numbers below 1e8 are always written out.
 */
export function numberFormat(numbers: readonly number[]): (value: number) => string {
  const plain = finiteFormat(numbers.filter(Number.isFinite));
  const text = (value: number) => (Number.isFinite(value) ? plain(value) : special(value));
  const width = numbers.reduce((widest, value) => Math.max(widest, text(value).length), 0);
  return (value) => text(value).padStart(width);
}

export function booleanFormat(numbers: readonly number[]): (value: number) => string {
  const width = numbers.includes(0) ? "false".length : "true".length;
  return (value) => (value === 0 ? "false" : "true").padStart(width);
}

function special(value: number): string {
  return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

function finiteFormat(finite: readonly number[]): (value: number) => string {
  const sizes = finite.map(Math.abs).filter((size) => size > 0);
  const largest = sizes.reduce((a, b) => Math.max(a, b), 0);
  const smallest = sizes.reduce((a, b) => Math.min(a, b), Infinity);
  const whole = finite.every(Number.isInteger);
  const scientific = largest >= 1e8 || (!whole && (smallest < 1e-4 || largest / smallest > 1000));
  const text = scientific ? (value: number) => value.toExponential(precision) : fixed;
  const places = finite.reduce((most, value) => Math.max(most, decimals(text(value)).length), 0);
  return scientific ? (value) => exponential(value, places) : (value) => alignPoint(fixed(value), places);
}

/** As many digits as tell the float32 from its neighbours, at most `precision` of them after the point. */
function fixed(value: number): string {
  let text = value.toFixed(0);
  for (let places = 0; places <= precision; places++) {
    text = value.toFixed(places);
    if (Math.fround(Number(text)) === value) break;
  }
  const point = text.includes(".") ? "" : ".";
  return Object.is(value, -0) ? `-${text}${point}` : `${text}${point}`;
}

/** The digits after the point without trailing zeros. */
function decimals(text: string): string {
  const [mantissa] = text.split("e");
  return /\.(\d*?)0*$/.exec(mantissa!)?.[1] ?? "";
}

/** 1.5 in a column with three decimals: "1.5  ". */
function alignPoint(text: string, places: number): string {
  return `${text.split(".")[0]!}.${decimals(text).padEnd(places)}`;
}

/** 1.5e-07, as C writes it. */
function exponential(value: number, places: number): string {
  const [mantissa, exponent] = value.toExponential(places).split("e");
  const sign = exponent!.startsWith("-") ? "-" : "+";
  const point = places === 0 ? "." : "";
  const minus = Object.is(value, -0) ? "-" : "";
  return `${minus}${mantissa!}${point}e${sign}${exponent!.slice(1).padStart(2, "0")}`;
}
