import { hasType, LineDecoder } from "../protocol/jsonLines.ts";
import type { KernelMessage, WatchdogReport } from "../protocol/messages.ts";

/** Fields without which a message cannot be acted on. */
const needed: Record<KernelMessage["type"], readonly string[]> = {
  ready: [],
  output: ["execution", "output"],
  done: ["execution", "status", "milliseconds"],
  freed: [],
  reply: ["request"],
  input: ["request", "prompt"],
  child: ["pid", "start"],
  exit: ["code"],
};

/** Of each `turn`, in milliseconds, so much may go into messages: a loop that prints for ever leaves the editor the rest. */
const turn = 40;
const share = 15;

/**
 * Calls `listener` for each message of the kernel; a cell may write into the pipe, which `onBroken` hears of. A kernel
 * that sends more than can be read waits in its `send`.
 */
export function readMessages(
  stream: NodeJS.ReadableStream,
  listener: (message: KernelMessage) => void,
  onBroken: (line: string) => void,
): void {
  const decoder = new LineDecoder(isKernelMessage, onBroken);
  stream.setEncoding("utf8");
  let began = 0;
  let spent = 0;
  stream.on("data", (text: string) => {
    const start = performance.now();
    if (start - began > turn) [began, spent] = [start, 0];
    decoder.push(text).forEach(listener);
    spent += performance.now() - start;
    if (spent > share) setTimeout(() => stream.resume(), turn - share);
    if (spent > share) stream.pause();
  });
}

/** Calls `listener` for each report of the kernel's watchdog. */
export function readReports(stream: NodeJS.ReadableStream, listener: (report: WatchdogReport) => void): void {
  const isReport = (value: unknown): value is WatchdogReport => hasType(value) && value.type === "blocked";
  const decoder = new LineDecoder(isReport, () => undefined);
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => decoder.push(text).forEach(listener));
}

function isKernelMessage(value: unknown): value is KernelMessage {
  if (!hasType(value) || !Object.hasOwn(needed, value.type)) return false;
  if (value.type === "output" && !("output" in value && hasType(value.output))) return false;
  return needed[value.type as KernelMessage["type"]].every((field) => field in value);
}
