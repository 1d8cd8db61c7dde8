/**
 * The memory behind one or more tensors.
 *
 * Recorded graphs read it again in `backward`, so changes must be noticed. Our own writes count up `version`.
 * Once the raw data is in the user's hands (`handOut`), writes cannot be seen, so the bytes are hashed when a
 * graph records them and compared when it reads them. Reading alone never changes a hash.
 */
export class Storage {
  private version = 0;
  private recorded = false;
  private fingerprint: number | null = null;
  readonly data: Float32Array;
  private handedOut: boolean;

  constructor(data: Float32Array, handedOut = false) {
    this.data = data;
    this.handedOut = handedOut;
  }

  /** The raw data for the user to keep. */
  handOut(): Float32Array {
    if (!this.handedOut) {
      this.handedOut = true;
      if (this.recorded) this.fingerprint = hash(this.data);
    }
    return this.data;
  }

  /** Says that the core itself has just written to the data. */
  touch(): void {
    this.version++;
    if (this.fingerprint !== null) this.fingerprint = hash(this.data);
  }

  /** What names the numbers as they are now; null once writes to them cannot be seen. */
  contents(): { readonly owner: object; readonly version: number } | null {
    return this.handedOut ? null : { owner: this, version: this.version };
  }

  /** The version that a graph recorded now will read. */
  record(): number {
    this.recorded = true;
    this.notice();
    return this.version;
  }

  isUnchangedSince(version: number): boolean {
    this.notice();
    return this.version === version;
  }

  private notice(): void {
    if (!this.handedOut) return;
    const now = hash(this.data);
    if (this.fingerprint !== null && now !== this.fingerprint) this.version++;
    this.fingerprint = now;
  }
}

/**
 * 53 bits from two 32-bit states. A step is one-to-one in the state, so that any single change of a word shows; the shift brings high bits
 * down, or sign bits would meet at the top and cancel out (the finalizer of A. Appleby's MurmurHash3, word by word).
 */
function hash(data: Float32Array): number {
  const words = new Int32Array(data.buffer, data.byteOffset, data.length);
  let first = 0x2545f491;
  let second = 0x6a09e667;
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!;
    first = Math.imul(first ^ word, 0x85ebca6b);
    first ^= first >>> 13;
    second = Math.imul(second ^ word, 0xc2b2ae35);
    second ^= second >>> 16;
  }
  return (first >>> 0) * 2 ** 21 + (second >>> 11);
}
