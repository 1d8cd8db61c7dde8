import { isUtf8 } from "node:buffer";

export interface SourceText {
  readonly text: string;
  /** Whether writing the text as UTF-8 gives the same bytes again. */
  readonly isUtf8: boolean;
}

/** The text of a source file: UTF-8, UTF-16 with a byte order mark, else Latin-1, which any bytes are. */
export function sourceText(bytes: Buffer): SourceText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: bytes.toString("utf16le"), isUtf8: false };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: bigEndian(bytes), isUtf8: false };
  if (isUtf8(bytes)) return { text: bytes.toString("utf8"), isUtf8: true };
  return { text: bytes.toString("latin1"), isUtf8: false };
}

const bigEndian = (bytes: Buffer): string =>
  Buffer.from(bytes.subarray(0, bytes.length & ~1))
    .swap16()
    .toString("utf16le");
