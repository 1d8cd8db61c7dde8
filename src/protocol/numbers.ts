import * as v from "valibot";

/** The most numbers one packed array may hold; more is refused before anything is decoded. */
export const maxPackedLength = 4_000_000;

const size = v.pipe(v.number(), v.integer(), v.minValue(0));
const plainNumber = v.union([v.number(), v.picklist(["NaN", "Infinity", "-Infinity"])]);

/**
 * An n-dimensional array of numbers in JSON, row-major. Either `values` (readable; NaN and the infinities as
 * strings) or `base64` of little-endian IEEE floats of the `dtype`.
 */
export const packedArray = v.pipe(
  v.union([
    v.object({ shape: v.array(size), values: v.array(plainNumber) }),
    v.object({ shape: v.array(size), dtype: v.picklist(["float32", "float64"]), base64: v.string() }),
  ]),
  v.check(
    (packed) => lengthOf(packed.shape) <= maxPackedLength,
    `An array may hold at most ${maxPackedLength} numbers.`,
  ),
  v.check(
    (packed) => countOf(packed) === lengthOf(packed.shape),
    "The data's length does not fit the shape.",
  ),
);

export type PackedArray = v.InferOutput<typeof packedArray>;
type Packed =
  | { shape: number[]; values: (number | "NaN" | "Infinity" | "-Infinity")[] }
  | { shape: number[]; dtype: "float32" | "float64"; base64: string };

const bytesPer = { float32: 4, float64: 8 } as const;

function lengthOf(shape: readonly number[]): number {
  return shape.reduce((product, axis) => product * axis, 1);
}

function countOf(packed: Packed): number {
  if ("values" in packed) return packed.values.length;
  const padding = packed.base64.endsWith("==") ? 2 : packed.base64.endsWith("=") ? 1 : 0;
  return ((packed.base64.length / 4) * 3 - padding) / bytesPer[packed.dtype];
}

/** Packs floats for JSON: bytes as base64, the storage's own precision kept. */
export function pack(data: Float32Array | Float64Array, shape: readonly number[]): PackedArray {
  const dtype = data instanceof Float32Array ? "float32" : "float64";
  return { shape: [...shape], dtype, base64: encodeBase64(littleEndianBytes(data)) };
}

/** The numbers of a packed array as float64, row-major. Throws when the base64 text is damaged. */
export function unpack(packed: PackedArray): Float64Array {
  if ("values" in packed) return Float64Array.from(packed.values, Number);
  const bytes = decodeBase64(packed.base64);
  const step = bytesPer[packed.dtype];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const out = new Float64Array(bytes.byteLength / step);
  for (let i = 0; i < out.length; i++)
    out[i] = step === 4 ? view.getFloat32(i * step, true) : view.getFloat64(i * step, true);
  return out;
}

function littleEndianBytes(data: Float32Array | Float64Array): Uint8Array {
  const step = data.BYTES_PER_ELEMENT;
  const view = new DataView(new ArrayBuffer(data.length * step));
  for (let i = 0; i < data.length; i++) {
    if (step === 4) view.setFloat32(i * step, data[i]!, true);
    else view.setFloat64(i * step, data[i]!, true);
  }
  return new Uint8Array(view.buffer);
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const notInAlphabet = 255;
/** Character code -> six bits. */
const codeOf = new Uint8Array(128).fill(notInAlphabet);
[...alphabet].forEach((letter, code) => (codeOf[letter.charCodeAt(0)] = code));

// Own base64, because neither Buffer nor btoa exists in every place where payloads are made and read.
function encodeBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    parts.push(
      alphabet[word >> 18]! +
        alphabet[(word >> 12) & 63]! +
        (left > 1 ? alphabet[(word >> 6) & 63]! : "=") +
        (left > 2 ? alphabet[word & 63]! : "="),
    );
  }
  return parts.join("");
}

function decodeBase64(text: string): Uint8Array {
  const padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let at = 0;
  for (let i = 0; i < text.length; i += 4) {
    let word = 0;
    for (let k = 0; k < 4; k++) {
      const isPadding = i + k >= text.length - padding;
      const code = isPadding ? 0 : (codeOf[text.charCodeAt(i + k)] ?? notInAlphabet);
      if (code === notInAlphabet) throw new Error(`Damaged base64 at character ${i + k}.`);
      word = (word << 6) | code;
    }
    for (let k = 0; k < 3 && at < bytes.length; k++) bytes[at++] = (word >> (16 - 8 * k)) & 255;
  }
  return bytes;
}
