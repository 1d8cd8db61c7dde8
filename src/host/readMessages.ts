import { LineDecoder } from "../protocol/jsonLines.ts";

/** Calls `listener` for each JSON line of a stream. */
export function readMessages<T>(stream: NodeJS.ReadableStream, listener: (message: T) => void): void {
  const decoder = new LineDecoder<T>();
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => decoder.push(text).forEach(listener));
}
