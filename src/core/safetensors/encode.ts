import { checkArgument, checkOptions, oneOf, type Kind, type Kinds } from "../arguments.ts";
import type { Tensor } from "../tensor.ts";
import { checkTensors, tensorsByName } from "../tensorArguments.ts";
import { littleEndian } from "./byteOrder.ts";
import { SafetensorsError } from "./header.ts";
import { toBfloat16, toFloat16 } from "./halfPrecision.ts";
import { encodeUtf8 } from "./utf8.ts";

export interface EncodeOptions {
  /** How numbers are stored: F32 keeps every bit, F16 and BF16 round to nearest even. */
  readonly dtype?: "F32" | "F16" | "BF16";
  readonly metadata?: Readonly<Record<string, string>>;
}

const textsByName: Kind = {
  expected: "an object of texts",
  accepts: (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((one) => typeof one === "string"),
};

const optionKinds: Kinds<EncodeOptions> = { dtype: oneOf("F32", "F16", "BF16"), metadata: textsByName };

type StoredAs = "F32" | "F16" | "BF16" | "BOOL";

const widths: Readonly<Record<StoredAs, number>> = { F32: 4, F16: 2, BF16: 2, BOOL: 1 };

/**
 * The bytes of a safetensors file with these tensors, in the order given, the data aligned to 8 bytes.
 * Booleans are stored as BOOL, a byte each, whatever `dtype` says of numbers; their data comes last, so that all other data stays aligned.
 */
export function encodeSafetensors(
  tensors: Readonly<Record<string, Tensor>>,
  options: EncodeOptions = {},
): Uint8Array {
  checkArgument("saveSafetensors", "tensors", tensors, tensorsByName);
  checkTensors("saveSafetensors", tensors);
  const { dtype = "F32", metadata } = checkOptions("saveSafetensors", options, optionKinds);
  const { places, length } = layOut(tensors, dtype);
  const header: Record<string, unknown> = metadata ? { __metadata__: metadata } : {};
  for (const [name, { shape }] of Object.entries(tensors)) {
    if (name === "__metadata__") throw new SafetensorsError("a tensor cannot be named __metadata__");
    const { type, begin, end } = places.get(name)!;
    header[name] = { dtype: type, shape, data_offsets: [begin, end] };
  }
  const json = JSON.stringify(header);
  const text = encodeUtf8(json + " ".repeat((8 - (encodeUtf8(json).length % 8)) % 8));
  const bytes = new Uint8Array(8 + text.length + length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  for (const { tensor, type, begin, end } of places.values())
    write(tensor.array.values(), type, new DataView(bytes.buffer, 8 + text.length + begin, end - begin));
  return bytes;
}

interface Place {
  readonly tensor: Tensor;
  readonly type: StoredAs;
  /** Counted from the start of the data. */
  readonly begin: number;
  readonly end: number;
}

function layOut(
  tensors: Readonly<Record<string, Tensor>>,
  dtype: StoredAs,
): { places: Map<string, Place>; length: number } {
  const places = new Map<string, Place>();
  let length = 0;
  for (const wanted of [false, true])
    for (const [name, tensor] of Object.entries(tensors)) {
      if ((tensor.dtype === "bool") !== wanted) continue;
      const type = wanted ? "BOOL" : dtype;
      const end = length + tensor.size * widths[type];
      places.set(name, { tensor, type, begin: length, end });
      length = end;
    }
  return { places, length };
}

function write(data: Float32Array, type: StoredAs, view: DataView): void {
  if (type === "F32" && littleEndian) {
    // As bytes: writing a NaN as a number may change its bits.
    const target = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    target.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    return;
  }
  const half = type === "F16" ? toFloat16 : toBfloat16;
  for (let i = 0; i < data.length; i++) {
    if (type === "F32") view.setFloat32(4 * i, data[i]!, true);
    else if (type === "BOOL") view.setUint8(i, data[i]!);
    else view.setUint16(2 * i, half(data[i]!), true);
  }
}
