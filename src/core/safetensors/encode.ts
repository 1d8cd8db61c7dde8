import { anything, checkArgument, checkOptions, oneOf, type Kinds } from "../arguments.ts";
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

const optionKinds: Kinds<EncodeOptions> = { dtype: oneOf("F32", "F16", "BF16"), metadata: anything };

/** The bytes of a safetensors file with these tensors, in the order given, the data aligned to 8 bytes. */
export function encodeSafetensors(
  tensors: Readonly<Record<string, Tensor>>,
  options: EncodeOptions = {},
): Uint8Array {
  checkArgument("saveSafetensors", "tensors", tensors, tensorsByName);
  checkTensors("saveSafetensors", tensors);
  const { dtype = "F32", metadata } = checkOptions("saveSafetensors", options, optionKinds);
  const width = dtype === "F32" ? 4 : 2;
  const header: Record<string, unknown> = metadata ? { __metadata__: metadata } : {};
  let length = 0;
  for (const [name, { shape, size }] of Object.entries(tensors)) {
    if (name === "__metadata__") throw new SafetensorsError("a tensor cannot be named __metadata__");
    header[name] = { dtype, shape, data_offsets: [length, length + size * width] };
    length += size * width;
  }
  const json = JSON.stringify(header);
  const text = encodeUtf8(json + " ".repeat((8 - (encodeUtf8(json).length % 8)) % 8));
  const bytes = new Uint8Array(8 + text.length + length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  let at = 8 + text.length;
  for (const tensor of Object.values(tensors)) {
    write(tensor.array.values(), dtype, new DataView(bytes.buffer, at, tensor.size * width));
    at += tensor.size * width;
  }
  return bytes;
}

function write(data: Float32Array, dtype: "F32" | "F16" | "BF16", view: DataView): void {
  if (dtype === "F32" && littleEndian) {
    // As bytes: writing a NaN as a number may change its bits.
    const target = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    target.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    return;
  }
  const half = dtype === "F16" ? toFloat16 : toBfloat16;
  for (let i = 0; i < data.length; i++) {
    if (dtype === "F32") view.setFloat32(4 * i, data[i]!, true);
    else view.setUint16(2 * i, half(data[i]!), true);
  }
}
