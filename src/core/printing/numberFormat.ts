const precision = 4;

/**
 * One format for all numbers of a tensor, all equally wide: whole numbers end in a point as in NumPy, very large or very
 * small magnitudes switch to scientific notation.
 */
export function numberFormat(numbers: readonly number[]): (value: number) => string {
  const plain = plainFormat(numbers.filter(Number.isFinite));
  const text = (value: number) => (Number.isFinite(value) ? plain(value) : special(value));
  const width = Math.max(0, ...numbers.map((value) => text(value).length));
  return (value) => text(value).padStart(width);
}

export function booleanFormat(numbers: readonly number[]): (value: number) => string {
  const width = numbers.includes(0) ? "false".length : "true".length;
  return (value) => (value === 0 ? "false" : "true").padStart(width);
}

function special(value: number): string {
  return Number.isNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
}

function plainFormat(finite: readonly number[]): (value: number) => string {
  if (finite.every(Number.isInteger) && finite.every((value) => Math.abs(value) < 1e8)) {
    return (value) => `${Object.is(value, -0) ? "-0" : String(value)}.`;
  }
  const sizes = finite.map(Math.abs).filter((size) => size > 0);
  const largest = Math.max(...sizes);
  const smallest = Math.min(...sizes);
  if (largest >= 1e8 || smallest < 1e-4 || largest / smallest > 1000 * 10 ** precision) {
    const places = Math.max(0, ...finite.map((value) => decimalsOf(value.toExponential(precision), "e")));
    return (value) => exponential(value, places);
  }
  const places = Math.max(...finite.map((value) => decimalsOf(value.toFixed(precision), "")));
  return (value) => value.toFixed(Math.max(1, places));
}

/** Digits after the point without trailing zeros. */
function decimalsOf(text: string, end: string): number {
  const digits = /\.(\d*?)0*$/.exec(end === "" ? text : text.split(end)[0]!);
  return digits?.[1]?.length ?? 0;
}

/** 1.5e-07, as C writes it. */
function exponential(value: number, places: number): string {
  const [mantissa, exponent] = value.toExponential(Math.max(1, places)).split("e");
  const sign = exponent!.startsWith("-") ? "-" : "+";
  return `${mantissa!}e${sign}${exponent!.slice(1).padStart(2, "0")}`;
}
