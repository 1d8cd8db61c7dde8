import { NDArray } from "../ndarray.ts";
import { Storage } from "../storage.ts";
import { Tensor } from "../tensor.ts";
import { littleEndian } from "./byteOrder.ts";
import { storedTypes } from "./dtypes.ts";
import { parseHeader, SafetensorsError, type Entry } from "./header.ts";

export interface Decoded {
  readonly tensors: Record<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * The tensors of a safetensors file. F32 is taken over without a copy where its place in memory allows it; F16 and BF16
 * become the float32 numbers of the same value; whole numbers must be exact in float32. `owned` says that nobody else
 * writes to the bytes. Throws a SafetensorsError that names the wrong field.
 */
export function decodeSafetensors(
  bytes: Uint8Array,
  { owned = false }: { readonly owned?: boolean } = {},
): Decoded {
  const { entries, metadata } = parseHeader(bytes);
  const tensors = entries.map((entry) => [entry.name, read(entry, bytes, owned)] as const);
  return { tensors: Object.fromEntries(tensors), metadata };
}

function read(entry: Entry, bytes: Uint8Array, owned: boolean): Tensor {
  const { dtype, shape, start, end } = entry;
  const at = bytes.byteOffset + start;
  if (dtype === "F32" && at % 4 === 0 && littleEndian) {
    const data = new Float32Array(bytes.buffer as ArrayBuffer, at, (end - start) / 4);
    return new Tensor(new NDArray(new Storage(data, !owned), shape));
  }
  const array = NDArray.zeros(shape);
  convert(entry, new DataView(bytes.buffer, at, end - start), array.data);
  return new Tensor(array, { dtype: dtype === "BOOL" ? "bool" : "float32" });
}

function convert({ name, dtype }: Entry, view: DataView, out: Float32Array): void {
  const type = storedTypes.get(dtype)!;
  if ("word" in type) {
    const words = new Uint32Array(out.buffer, out.byteOffset, out.length);
    for (let i = 0; i < words.length; i++) words[i] = type.word(view, i * type.bytes);
    return;
  }
  const wrong = (problem: string) => new SafetensorsError(`tensor ${JSON.stringify(name)} holds ${problem}`);
  for (let i = 0; i < out.length; i++) {
    const value = type.whole(view, i * type.bytes);
    if (dtype === "BOOL" && value > 1) throw wrong(`the byte ${value} at element ${i}; a BOOL is 0 or 1`);
    out[i] = Number(value);
    if (out[i]! < value || out[i]! > value) throw wrong(`${value}, which float32 cannot`);
  }
}
