import { formatShape } from "../shape.ts";
import { duplicateKey } from "./duplicateKey.ts";
import { storedTypes } from "./dtypes.ts";
import { decodeUtf8 } from "./utf8.ts";

/** A file that is not a safetensors file that we can hold. The message names the field that is wrong. */
export class SafetensorsError extends Error {
  override readonly name = "SafetensorsError";
  constructor(problem: string) {
    super(`safetensors: ${problem}`);
  }
}

/** Where one tensor lies in the file. */
export interface Entry {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** First and first-but-last byte, counted from the start of the file. */
  readonly start: number;
  readonly end: number;
}

export interface Header {
  readonly entries: readonly Entry[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** The format's own limit. */
const maxHeaderBytes = 100_000_000;

/** As many as a NumPy array may have. */
const maxAxes = 64;

/**
 * Reads and checks the header: 8 bytes of length, then JSON (https://huggingface.co/docs/safetensors). Everything is
 * checked against the file's size before anything is allocated for a tensor: types, shapes, ranges, and that the tensors
 * fill the data without a hole or an overlap.
 */
export function parseHeader(bytes: Uint8Array): Header {
  const { text, dataStart } = headerText(bytes);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new SafetensorsError(`the header is not JSON: ${(error as Error).message}`);
  }
  if (!isObject(json)) throw new SafetensorsError("the header is not a JSON object");
  const twice = duplicateKey(text);
  if (twice !== null) throw new SafetensorsError(`the header has the key ${JSON.stringify(twice)} twice`);
  const { __metadata__: metadata, ...tensors } = json;
  const dataLength = bytes.length - dataStart;
  const entries = Object.entries(tensors).map(([name, entry]) =>
    parseEntry(name, entry, dataStart, dataLength),
  );
  checkCoverage(entries, dataStart, bytes.length);
  return { entries, metadata: parseMetadata(metadata) };
}

function headerText(bytes: Uint8Array): { text: string; dataStart: number } {
  if (bytes.length < 8) throw new SafetensorsError(`${bytes.length} bytes are too few for a header`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > BigInt(maxHeaderBytes))
    throw new SafetensorsError(`the header length ${length} is over the limit of ${maxHeaderBytes} bytes`);
  if (length > BigInt(bytes.length - 8))
    throw new SafetensorsError(
      `the header length ${length} is more than the ${bytes.length - 8} bytes that follow`,
    );
  const dataStart = 8 + Number(length);
  const text = decodeUtf8(bytes.subarray(8, dataStart));
  if (text === null) throw new SafetensorsError("the header is not UTF-8 text");
  if (!text.startsWith("{")) throw new SafetensorsError('the header does not start with "{"');
  return { text, dataStart };
}

function parseEntry(name: string, entry: unknown, dataStart: number, dataLength: number): Entry {
  const wrong = (field: string, problem: string) =>
    new SafetensorsError(`${field} of tensor ${JSON.stringify(name)} ${problem}`);
  if (!isObject(entry)) throw wrong("the entry", "is not an object");
  const { dtype, shape, data_offsets: offsets } = entry;
  const type = typeof dtype === "string" ? storedTypes.get(dtype) : undefined;
  if (type === undefined)
    throw wrong("dtype", `is ${show(dtype)}, expected one of ${[...storedTypes.keys()].join(", ")}`);
  if (!isWholeNumbers(shape)) throw wrong("shape", `is ${show(shape)}, expected a list of lengths`);
  if (shape.length > maxAxes) throw wrong("shape", `has ${shape.length} axes, more than ${maxAxes}`);
  if (!isWholeNumbers(offsets) || offsets.length !== 2)
    throw wrong("data_offsets", `is ${show(offsets)}, expected [begin, end]`);
  const [begin, end] = offsets as [number, number];
  if (begin > end || end > dataLength)
    throw wrong("data_offsets", `is ${formatShape(offsets)}, but the data has ${dataLength} bytes`);
  // In BigInt, because a hostile shape may overflow to a product that looks right.
  const wanted = shape.reduce((product, length) => product * BigInt(length), BigInt(type.bytes));
  if (wanted !== BigInt(end - begin))
    throw wrong(
      "shape",
      `${formatShape(shape)} takes ${wanted} bytes as ${dtype}, data_offsets give ${end - begin}`,
    );
  return { name, dtype: dtype as string, shape, start: dataStart + begin, end: dataStart + end };
}

function checkCoverage(entries: readonly Entry[], dataStart: number, fileEnd: number): void {
  const inOrder = [...entries].sort((a, b) => a.start - b.start || a.end - b.end);
  let position = dataStart;
  for (const { name, start, end } of inOrder) {
    if (start !== position) {
      const problem = start < position ? "overlap those of another tensor" : "leave a hole before them";
      throw new SafetensorsError(`data_offsets of tensor ${JSON.stringify(name)} ${problem}`);
    }
    position = end;
  }
  if (position !== fileEnd)
    throw new SafetensorsError(`${fileEnd - position} bytes at the end of the data belong to no tensor`);
}

function parseMetadata(metadata: unknown): Readonly<Record<string, string>> {
  if (metadata === undefined) return {};
  if (!isObject(metadata) || !Object.values(metadata).every((value) => typeof value === "string"))
    throw new SafetensorsError("__metadata__ is not an object of texts");
  return metadata as Record<string, string>;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isWholeNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((one) => Number.isSafeInteger(one) && one >= 0);
}

function show(value: unknown): string {
  const text = value === undefined ? "missing" : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}
