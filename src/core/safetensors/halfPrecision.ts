const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The bits of the float32 that equals a bfloat16, which is its upper half. */
export const bfloat16Word = (half: number): number => (half << 16) >>> 0;

/** The bits of the nearest bfloat16, ties to even; a NaN stays one. */
export function toBfloat16(value: number): number {
  float[0] = value;
  const word = bits[0]!;
  if (Number.isNaN(value)) return (word >>> 16) | 0x40;
  return (word + 0x7fff + ((word >>> 16) & 1)) >>> 16;
}

/** The bits of the float32 that equals an IEEE 754 half-precision number; a NaN keeps its sign and payload. */
export function float16Word(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >>> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 0) {
    float[0] = fraction * 2 ** -24;
    return (sign | bits[0]!) >>> 0;
  }
  const wide = exponent === 31 ? 255 : exponent + 112;
  return (sign | (wide << 23) | (fraction << 13)) >>> 0;
}

/** The bits of the nearest half-precision number, ties to even; beyond 65,504 + half a step it is infinite. */
export function toFloat16(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (size >= 65520) return sign | 0x7c00;
  // Spacing of half-precision numbers around `size`; 2^-24 below the smallest normal number.
  const exponent = Math.max(-14, Math.floor(Math.log2(Math.max(size, 2 ** -14))));
  const steps = roundToEven(size / 2 ** (exponent - 10));
  // A mantissa of 2048 steps carries into the exponent by itself.
  return sign | (exponent === -14 && steps < 1024 ? steps : ((exponent + 14) << 10) + steps);
}

function roundToEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}
