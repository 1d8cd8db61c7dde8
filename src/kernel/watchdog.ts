// The kernel's second thread. It hears the host while a cell keeps the main thread busy: it stops cells, and it ends the
// process when the host is gone, which a looping main thread would never notice.
import { Session, type Debugger } from "node:inspector";
import { Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { KernelFamily } from "../processes/kernelFamily.ts";
import { markName } from "../processes/processTable.ts";
import { hasType, LineDecoder } from "../protocol/jsonLines.ts";
import type { WatchdogMessage } from "../protocol/messages.ts";
import { hook } from "./compile/hook.ts";
import type { ChildStarted, StopRequest, StopSeen } from "./evaluation/stop.ts";

/** How long to wait for code of the cell to run: it may sleep between two steps. */
const pauseWindow = 300;
/** How long the main thread may take to see that nothing ran, before the pause is tried again. */
const answerWindow = 200;
/** A main thread that neither pauses nor answers so often is terminated without a pause. */
const mostAttempts = 2;
/** How many frames may be asked to tell of a stop. */
const mostFrames = 8;

const { pipe, kernel } = workerData as { pipe: number; kernel: string };

/** This process and those that cells have started. */
const family = new KernelFamily(process.pid, process.env[markName] ?? "");

class Watchdog {
  private readonly session = new Session();
  /** The execution to stop, until that is done. */
  private current: number | undefined;
  private attempts = 0;
  /** Whether a pause has been asked for: an event of an earlier one may still arrive, and must not be answered. */
  private pausing = false;
  /** Script id -> URL: call frames name their script only. */
  private readonly urls = new Map<string, string>();
  private timer: NodeJS.Timeout | undefined;

  constructor() {
    this.session.on("Debugger.scriptParsed", ({ params }) => this.urls.set(params.scriptId, params.url));
    this.session.on("Debugger.paused", ({ params }) => this.paused(params.callFrames));
    parentPort!.on("message", (message: StopSeen | ChildStarted) => {
      if ("child" in message) family.remember(message.child);
      else this.seen(message.execution);
    });
  }

  stop(execution: number): void {
    if (this.current === execution) return;
    this.current = execution;
    this.attempts = 0;
    this.session.connectToMainThread();
    this.pause();
  }

  private pause(): void {
    this.attempts++;
    this.pausing = true;
    this.session.post("Debugger.enable");
    this.session.post("Debugger.pause");
    this.timer = setTimeout(() => this.nothingRuns(), pauseWindow / this.attempts);
  }

  private paused(frames: Debugger.CallFrame[]): void {
    if (!this.pausing) return;
    const ofUser = frames.some((frame) => this.isUserFrame(frame));
    // A main thread that did not answer the first attempt is busy for the cell, unless it handles a message.
    const isBusy = this.attempts > 1 && !frames.some((frame) => this.handlesMessage(frame));
    if (ofUser || isBusy) return this.terminate(frames);
    // After a resume the cell's code could run and end before another pause arrives.
    this.session.post("Debugger.stepInto");
  }

  private terminate(frames: Debugger.CallFrame[]): void {
    clearTimeout(this.timer);
    const execution = this.current!;
    this.current = undefined;
    this.pausing = false;
    this.tell(execution, frames.slice(0, mostFrames), () => {
      this.session.post("Runtime.terminateExecution"); // Answers only when the main thread runs again.
      this.session.post("Debugger.resume");
      this.session.post("Debugger.disable", () => this.session.disconnect());
    });
  }

  /** Tells the main thread from within its innermost frame that can: a realm of node:vm does not know the hook. */
  private tell(execution: number, [frame, ...outer]: Debugger.CallFrame[], then: () => void): void {
    if (frame === undefined) {
      this.tellLater(execution);
      return then();
    }
    const call = { callFrameId: frame.callFrameId, expression: `${hook}.stopped(${execution})` };
    this.session.post(
      "Debugger.evaluateOnCallFrame",
      call,
      (error, answer?: Debugger.EvaluateOnCallFrameReturnType) => {
        if (error ?? answer?.exceptionDetails) this.tell(execution, outer, then);
        else then();
      },
    );
  }

  private nothingRuns(): void {
    // Debugger.disable alone would leave a paused thread open to a late step, on which V8 ends the process.
    this.pausing = false;
    this.session.post("Debugger.resume");
    this.session.post("Debugger.disable");
    const request: StopRequest = { execution: this.current!, isTerminated: false };
    parentPort!.postMessage(request);
    this.timer = setTimeout(() => {
      if (this.attempts < mostAttempts) this.pause();
      else this.terminateUnpaused();
    }, answerWindow);
  }

  /** V8 does not pause where the stack is full: such code is terminated where it is. */
  private terminateUnpaused(): void {
    const execution = this.current!;
    this.current = undefined;
    this.tellLater(execution);
    this.session.post("Runtime.terminateExecution", () => this.session.disconnect());
  }

  /** What the call on the frame would have told, told when the main thread is back in its event loop. */
  private tellLater(execution: number): void {
    const request: StopRequest = { execution, isTerminated: true };
    parentPort!.postMessage(request);
  }

  private handlesMessage({ functionName, location }: Debugger.CallFrame): boolean {
    return functionName === "handle" && this.urls.get(location.scriptId) === kernel;
  }

  private isUserFrame({ location }: Debugger.CallFrame): boolean {
    const url = this.urls.get(location.scriptId) ?? "";
    return url !== "" && url !== kernel && !url.startsWith("node:");
  }

  private seen(execution: number): void {
    if (this.current !== execution) return;
    clearTimeout(this.timer);
    this.current = undefined;
    this.session.disconnect();
  }
}

const watchdog = new Watchdog();
const isMessage = (value: unknown): value is WatchdogMessage => hasType(value);
const decoder = new LineDecoder(isMessage, () => undefined);
const socket = new Socket({ fd: pipe, readable: true, writable: false });
socket.on("data", (chunk) => {
  for (const { execution } of decoder.push(chunk.toString("utf8"))) watchdog.stop(execution);
});
socket.on("close", () => family.end());
socket.on("error", () => family.end());
