import { fromBfloat16, fromFloat16 } from "./halfPrecision.ts";

/** How one element is stored. */
export interface StoredType {
  readonly bytes: number;
  read(view: DataView, at: number): number;
}

const integer = (bytes: number, read: StoredType["read"]): StoredType => ({ bytes, read });

/** The element types that fit into float32, at least for the values that checkpoints hold. */
export const storedTypes: ReadonlyMap<string, StoredType> = new Map<string, StoredType>([
  ["F32", { bytes: 4, read: (view, at) => view.getFloat32(at, true) }],
  ["F16", { bytes: 2, read: (view, at) => fromFloat16(view.getUint16(at, true)) }],
  ["BF16", { bytes: 2, read: (view, at) => fromBfloat16(view.getUint16(at, true)) }],
  ["BOOL", integer(1, (view, at) => view.getUint8(at))],
  ["U8", integer(1, (view, at) => view.getUint8(at))],
  ["I8", integer(1, (view, at) => view.getInt8(at))],
  ["U16", integer(2, (view, at) => view.getUint16(at, true))],
  ["I16", integer(2, (view, at) => view.getInt16(at, true))],
  ["U32", integer(4, (view, at) => view.getUint32(at, true))],
  ["I32", integer(4, (view, at) => view.getInt32(at, true))],
  ["U64", integer(8, (view, at) => Number(view.getBigUint64(at, true)))],
  ["I64", integer(8, (view, at) => Number(view.getBigInt64(at, true)))],
]);
