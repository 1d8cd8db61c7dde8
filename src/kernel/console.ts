import { Console } from "node:console";
import { Writable } from "node:stream";
import { currentExecution } from "./execution.ts";

/** How values are printed: deep enough for a batch of configs, short enough for a screen. */
export const inspectOptions = { depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 100 };

class CellStream extends Writable {
  readonly isTTY = false;
  private readonly streamName: "stdout" | "stderr";

  constructor(streamName: "stdout" | "stderr") {
    super({ decodeStrings: false });
    this.streamName = streamName;
  }

  override _write(chunk: string | Buffer, _encoding: BufferEncoding, done: () => void): void {
    const text = typeof chunk === "string" ? chunk : chunk.toString("utf8");
    currentExecution()?.write(this.streamName, text);
    done();
  }
}

/**
 * Sends what cells print to their outputs. V8's own console would keep every printed value alive for the inspector's
 * sake, so cells get one that keeps nothing.
 */
export function captureOutput(): void {
  const stdout = new CellStream("stdout");
  const stderr = new CellStream("stderr");
  Object.defineProperty(process, "stdout", { value: stdout, configurable: true, writable: true });
  Object.defineProperty(process, "stderr", { value: stderr, configurable: true, writable: true });
  const cellConsole = new Console({ stdout, stderr, inspectOptions });
  Object.defineProperty(globalThis, "console", { value: cellConsole, configurable: true, writable: true });
}
