import { Console } from "node:console";
import { Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { withBuiltIns } from "./builtins.ts";
import { currentExecution } from "./execution.ts";

/** How values are printed: deep enough for a batch of configs, short enough for a screen. */
export const inspectOptions = { depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 100 };

class CellStream extends Writable {
  readonly isTTY = false;
  private readonly streamName: "stdout" | "stderr";

  /** Keeps the first bytes of a character until its last ones come. */
  private readonly decoder = new StringDecoder("utf8");

  constructor(streamName: "stdout" | "stderr") {
    super({ decodeStrings: false });
    this.streamName = streamName;
  }

  override _write(chunk: string | Buffer, encoding: BufferEncoding, done: () => void): void {
    try {
      this.print(chunk, encoding);
    } catch {
      withBuiltIns(() => this.print(chunk, encoding)); // A stream that has thrown once would print nothing any more.
    }
    done();
  }

  /** Like Node's own, it cannot be destroyed or ended: later cells print too. */
  override destroy(): this {
    return this;
  }

  override end(...rest: unknown[]): this {
    const [chunk, encoding] = rest;
    const done = rest.find((argument): argument is () => void => typeof argument === "function");
    if (typeof chunk === "string" || chunk instanceof Uint8Array)
      this.write(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8");
    if (done) process.nextTick(done);
    return this;
  }

  private print(chunk: string | Buffer, encoding: BufferEncoding): void {
    currentExecution()?.write(this.streamName, this.textOf(chunk, encoding));
  }

  private textOf(chunk: string | Buffer, encoding: BufferEncoding): string {
    if (typeof chunk !== "string") return this.decoder.write(chunk);
    const isText = encoding === "utf8" || encoding === "utf-8";
    return isText ? chunk : this.decoder.write(Buffer.from(chunk, encoding));
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
