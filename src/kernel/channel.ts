import fs from "node:fs";
import { Socket } from "node:net";
import { StringDecoder } from "node:string_decoder";
import { encodeLine, hasType, LineDecoder } from "../protocol/jsonLines.ts";
import type { HostMessage, KernelMessage } from "../protocol/messages.ts";
import { ownMethods, withBuiltIns } from "./builtins.ts";

/** Extra pipes of the kernel process, in the order in which the host opens them (see host/kernelConnection.ts). */
export const pipes = {
  fromHost: 3,
  toHost: 4,
  watchdog: 5,
  /** Stdout and stderr for children of as many cells. */
  children: [
    [6, 7],
    [8, 9],
    [10, 11],
    [12, 13],
  ],
} as const;

// Taken before any cell runs: a cell may put functions of its own in their place.
const { writeSync } = fs;
const { from: bytesOf } = Buffer;
const { wait } = Atomics;
const kill = process.kill.bind(process);

/** How long the watchdog has to end everything, in milliseconds. */
const patience = 2000;

/**
 * Sends one message, done when this returns: output of a synchronous loop has to arrive while the loop runs, and in
 * order.
 */
export function send(message: KernelMessage): void {
  const bytes = bytesOf(encodeLine(message));
  for (let sent = 0; sent < bytes.length;) sent += writeSome(bytes, sent);
}

const sleeper = new Int32Array(new SharedArrayBuffer(4));

function writeSome(bytes: Buffer, from: number): number {
  try {
    return writeSync(pipes.toHost, bytes, from);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EPIPE" || code === "EBADF") end();
    if (code !== "EAGAIN") throw error;
    wait(sleeper, 0, 0, 1);
    return 0;
  }
}

/** Nobody hears this kernel any more. The watchdog, which hears of that too, ends the cells' processes with this one. */
function end(): void {
  wait(sleeper, 0, 0, patience);
  kill(process.pid, "SIGKILL");
}

// The host's own code has made it.
function isHostMessage(value: unknown): value is HostMessage {
  return hasType(value);
}

let socket: Socket | undefined;

/** Calls `listener` for each message of the host, and ends the process when the host is gone and no watchdog did. */
export function listen(listener: (message: HostMessage) => void): void {
  socket = ownMethods(new Socket({ fd: pipes.fromHost, readable: true, writable: false }));
  const decoder = new LineDecoder(isHostMessage, () => undefined);
  const text = new StringDecoder("utf8");
  const receive = (chunk: Buffer) => withBuiltIns(() => decoder.push(text.write(chunk)).forEach(listener));
  // Before Node 24 an emitter calls a listener's `apply`.
  socket.on("data", ownMethods(receive));
  for (const event of ["end", "error"])
    socket.on(
      event,
      ownMethods(() => setTimeout(end, patience)),
    );
}

/** Calls `then` when nothing of the cells is left to wait for: Node's "beforeExit" as if the host did not matter. */
export function whenNothingIsLeft(then: () => void): void {
  socket?.unref();
  process.once("beforeExit", () => {
    socket?.ref();
    then();
  });
}
