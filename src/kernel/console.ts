import { Console } from "node:console";
import { Writable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { withBuiltIns } from "./builtins.ts";
import { currentExecution } from "./execution.ts";

/** How values are printed: deep enough for a batch of configs, short enough for a screen. */
export const inspectOptions = { depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 100 };

const { isView } = ArrayBuffer;
const { from: bufferFrom } = Buffer;

class CellStream extends Writable {
  readonly isTTY = false;
  /** As Node's own has: children can be started with it. */
  readonly fd: number;
  private readonly streamName: "stdout" | "stderr";

  /** Keeps the first bytes of a character until its last ones come. */
  private readonly decoder = new StringDecoder("utf8");

  constructor(streamName: "stdout" | "stderr") {
    super({ decodeStrings: false, autoDestroy: false, emitClose: false });
    this.streamName = streamName;
    this.fd = streamName === "stdout" ? 1 : 2;
  }

  /** Prints at once, past Node's own queue: a stop in the middle of that would leave the stream waiting for ever. */
  override write(chunk: unknown, encoding?: unknown, callback?: unknown): boolean {
    // What no stream takes throws there.
    if (typeof chunk !== "string" && !isView(chunk)) return super.write(chunk);
    this.printSafely(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8");
    const done = typeof encoding === "function" ? encoding : callback;
    if (typeof done === "function") process.nextTick(done);
    return true;
  }

  /** Like Node's own, it cannot be destroyed or ended: later cells print too. */
  override destroy(): this {
    return this;
  }

  override end(...rest: unknown[]): this {
    const [chunk, encoding] = rest;
    const done = rest.find((argument): argument is () => void => typeof argument === "function");
    if (typeof chunk === "string" || isView(chunk)) this.write(chunk, encoding);
    if (done) process.nextTick(done);
    process.nextTick(() => this.emit("finish")); // Who has piped into it waits for that.
    return this;
  }

  private printSafely(chunk: string | ArrayBufferView, encoding: BufferEncoding): void {
    try {
      this.print(chunk, encoding);
    } catch {
      withBuiltIns(() => this.print(chunk, encoding));
    }
  }

  private print(chunk: string | ArrayBufferView, encoding: BufferEncoding): void {
    currentExecution()?.write(this.streamName, this.textOf(chunk, encoding));
  }

  private textOf(chunk: string | ArrayBufferView, encoding: BufferEncoding): string {
    if (typeof chunk !== "string") return this.decoder.write(bytesOf(chunk));
    const isText = encoding === "utf8" || encoding === "utf-8";
    return isText ? chunk : this.decoder.write(bufferFrom(chunk, encoding));
  }
}

let openGroups = 0;
let closeGroup = (): void => undefined;

/** Ends what earlier cells have opened with `console.group`: they may have failed or been stopped within. */
export function endGroups(): void {
  while (openGroups > 0) closeGroup();
}

function watchGroups(cellConsole: Console): void {
  const { group, groupEnd } = cellConsole;
  cellConsole.group = cellConsole.groupCollapsed = (...label) => {
    openGroups++;
    group(...label);
  };
  cellConsole.groupEnd = closeGroup = () => {
    openGroups = Math.max(0, openGroups - 1);
    groupEnd();
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return bufferFrom(buffer, byteOffset, byteLength);
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
  watchGroups(cellConsole);
  Object.defineProperty(globalThis, "console", { value: cellConsole, configurable: true, writable: true });
}
