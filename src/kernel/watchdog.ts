// The kernel's second thread. It hears the host while a cell keeps the main thread busy: it stops cells, tells whether the
// main thread answers, and ends the process when the host is gone, which a looping main thread would never notice.
import { Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { KernelFamily } from "../processes/kernelFamily.ts";
import { markName } from "../processes/processTable.ts";
import { encodeLine, hasType, LineDecoder } from "../protocol/jsonLines.ts";
import type { WatchdogMessage, WatchdogReport } from "../protocol/messages.ts";
import type { FromWatchdog, StopRequest, ToWatchdog } from "./evaluation/stop.ts";
import { StopAttempt, type MainThread } from "./stopAttempt.ts";

/** How often the main thread is asked for a sign of life, in milliseconds; one that gives none until then is blocked. */
const heartbeat = 500;

const { pipe, kernel } = workerData as { pipe: number; kernel: string };

/** This process and those that cells have started. */
const family = new KernelFamily(process.pid, process.env[markName] ?? "");

class Watchdog implements MainThread {
  readonly url = kernel;
  private readonly report: (report: WatchdogReport) => void;
  private readonly waiting = new Map<number, () => void>();
  private signs = 0;
  private requests = 0;
  private attempt: { request: StopRequest; stop: StopAttempt } | undefined;
  private isAsked = false;
  private isBlocked = false;

  constructor(report: (report: WatchdogReport) => void) {
    this.report = report;
    parentPort!.on("message", (message: ToWatchdog) => {
      if ("child" in message) family.remember(message.child);
      else this.answered(message.sign);
    });
    setInterval(() => this.beat(), heartbeat);
  }

  stop({ execution, all }: WatchdogMessage): void {
    const isSame = this.attempt?.request.execution === execution && this.attempt.request.all === all;
    if (isSame && !this.attempt?.stop.hasEnded) return;
    this.begin({ execution, all, again: false });
  }

  stopAgain({ id, execution, all }: StopRequest): void {
    if (this.attempt?.request.id === id) this.begin({ execution, all, again: true });
  }

  private begin(asked: Omit<StopRequest, "id">): void {
    this.attempt?.stop.cancel();
    const request = { id: ++this.requests, ...asked };
    this.attempt = { request, stop: new StopAttempt(request, this) };
  }

  ask(alive: () => void): void {
    const sign = ++this.signs;
    this.waiting.set(sign, alive);
    tell({ type: "sign", sign });
  }

  endWaiting(request: StopRequest): void {
    tell({ type: "endWaiting", request });
  }

  tellTerminated(request: StopRequest, at: number): void {
    tell({ type: "terminated", request, at });
  }

  awaitsChild(): boolean {
    return family.awaited().length > 0;
  }

  endAwaited(): void {
    family.endAwaited();
  }

  private answered(sign: number): void {
    this.waiting.get(sign)?.();
    this.waiting.delete(sign);
  }

  private beat(): void {
    if (this.isAsked) this.setBlocked(true);
    this.isAsked = true;
    // Asked again each time: the main thread may have been terminated while it answered.
    this.ask(() => {
      this.isAsked = false;
      this.setBlocked(false);
    });
  }

  private setBlocked(isBlocked: boolean): void {
    if (this.isBlocked === isBlocked) return;
    this.isBlocked = isBlocked;
    this.report({ type: "blocked", isBlocked });
  }
}

function tell(message: FromWatchdog): void {
  parentPort!.postMessage(message);
}

const isMessage = (value: unknown): value is WatchdogMessage => hasType(value);
const decoder = new LineDecoder(isMessage, () => undefined);
const socket = new Socket({ fd: pipe, readable: true, writable: true });
const watchdog = new Watchdog((report) => void socket.write(encodeLine(report)));
socket.on("data", (chunk) =>
  decoder.push(chunk.toString("utf8")).forEach((request) => watchdog.stop(request)),
);
socket.on("close", () => family.end());
socket.on("error", () => family.end());
