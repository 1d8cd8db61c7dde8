/** State of the generator: four 32-bit words, and the normal number left over from the last pair. */
export interface RandomState {
  readonly words: readonly [number, number, number, number];
  readonly spare: number | null;
}

const rotate = (x: number, by: number) => (x << by) | (x >>> (32 - by));

/** xoshiro128** (Blackman and Vigna, 2018), seeded by splitmix32. Integer arithmetic only: the same on every machine. */
export class Xoshiro {
  private words = new Int32Array(4);
  private spare: number | null = null;

  constructor(seed: number) {
    this.seed(seed);
  }

  /** Starts over from a whole number between -2^53 and 2^53. */
  seed(seed: number): void {
    let state = seed | 0;
    const high = Math.floor(seed / 2 ** 32) | 0;
    for (let i = 0; i < 4; i++) {
      state = (state + 0x9e3779b9) | 0;
      let word = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
      word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
      this.words[i] = word ^ (word >>> 15) ^ high;
    }
    this.spare = null;
  }

  get state(): RandomState {
    return { words: [...this.words] as unknown as RandomState["words"], spare: this.spare };
  }

  set state({ words, spare }: RandomState) {
    this.words.set(words);
    this.spare = spare;
  }

  /** A whole number from 0 to 2^32 - 1. */
  next(): number {
    const [s0, s1, s2, s3] = this.words as unknown as [number, number, number, number];
    const result = Math.imul(rotate(Math.imul(s1, 5), 7), 9);
    const third = s2 ^ s0;
    const fourth = s3 ^ s1;
    this.words[1] = s1 ^ third;
    this.words[0] = s0 ^ fourth;
    this.words[2] = third ^ (s1 << 9);
    this.words[3] = rotate(fourth, 11);
    return result >>> 0;
  }

  /** Uniform in [0, 1), a multiple of 2^-24, so exact in float32. */
  uniform(): number {
    return (this.next() >>> 8) * 2 ** -24;
  }

  /** Standard normal, by Marsaglia's polar method. */
  normal(): number {
    if (this.spare !== null) {
      const { spare } = this;
      this.spare = null;
      return spare;
    }
    for (;;) {
      const u = (this.next() + 0.5) * 2 ** -31 - 1;
      const v = (this.next() + 0.5) * 2 ** -31 - 1;
      const square = u * u + v * v;
      if (square >= 1) continue;
      const factor = Math.sqrt((-2 * logarithm(square)) / square);
      this.spare = v * factor;
      return u * factor;
    }
  }
}

/**
 * log(x) for 0 < x < 1 from additions, multiplications and divisions alone, which IEEE 754 rounds the same everywhere.
 * Math.log may differ in its last bit from one JavaScript engine to the next.
 */
export function logarithm(x: number): number {
  let exponent = 0;
  let m = x;
  for (; m < Math.SQRT1_2; m *= 2) exponent--;
  const z = (m - 1) / (m + 1);
  const square = z * z;
  let sum = 0;
  for (let n = 23; n >= 1; n -= 2) sum = sum * square + 1 / n;
  return exponent * Math.LN2 + 2 * z * sum;
}
