import { bfloat16Word, float16Word } from "./halfPrecision.ts";

/** How one element is stored: as a float of some width or as a whole number. */
export type StoredType = { readonly bytes: number } & (
  | {
      /** The bits of the float32 of the same value: a NaN read as a number may lose its sign and payload. */
      word(view: DataView, at: number): number;
    }
  | { whole(view: DataView, at: number): number | bigint }
);

/** The element types that fit into float32, at least for the values that checkpoints hold. */
export const storedTypes: ReadonlyMap<string, StoredType> = new Map<string, StoredType>([
  ["F32", { bytes: 4, word: (view, at) => view.getUint32(at, true) }],
  ["F16", { bytes: 2, word: (view, at) => float16Word(view.getUint16(at, true)) }],
  ["BF16", { bytes: 2, word: (view, at) => bfloat16Word(view.getUint16(at, true)) }],
  ["BOOL", { bytes: 1, whole: (view, at) => view.getUint8(at) }],
  ["U8", { bytes: 1, whole: (view, at) => view.getUint8(at) }],
  ["I8", { bytes: 1, whole: (view, at) => view.getInt8(at) }],
  ["U16", { bytes: 2, whole: (view, at) => view.getUint16(at, true) }],
  ["I16", { bytes: 2, whole: (view, at) => view.getInt16(at, true) }],
  ["U32", { bytes: 4, whole: (view, at) => view.getUint32(at, true) }],
  ["I32", { bytes: 4, whole: (view, at) => view.getInt32(at, true) }],
  ["U64", { bytes: 8, whole: (view, at) => view.getBigUint64(at, true) }],
  ["I64", { bytes: 8, whole: (view, at) => view.getBigInt64(at, true) }],
]);
