import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { ProcessIdentity } from "../../processes/processTable.ts";
import type { WatchdogMessage } from "../../protocol/messages.ts";
import { ownMethods, withBuiltIns } from "../builtins.ts";
import { pipes, send } from "../channel.ts";
import { callSites } from "../errors/callSites.ts";
import { frameLine } from "../errors/stackFormat.ts";
import { userFrames } from "../errors/userFrames.ts";
import { executionOf, runningExecution, type Execution } from "../execution.ts";
import type { ExecutionQueue } from "../executionQueue.ts";
import { unwindAsyncStack } from "./asyncStack.ts";
import { isPromiseHook } from "./promiseHook.ts";
import { putBackBuiltIns } from "./putBackBuiltIns.ts";

/** What the host has asked for, under a number of its own. */
export interface StopRequest extends Pick<WatchdogMessage, "execution" | "all"> {
  id: number;
  /** Whether what an earlier request has terminated had begun the same anew. */
  again: boolean;
}

/** Whether what runs is terminated now. "later" where V8 would lose the termination. */
export type StopDecision = "terminate" | "goOn" | "later";

/** Main thread to watchdog: the sign of life that it asked for, or a process that a cell has started. */
export type ToWatchdog = { sign: number } | { child: ProcessIdentity };

/** Watchdog to main thread. */
export type FromWatchdog =
  | { type: "sign"; sign: number }
  | { type: "endWaiting"; request: StopRequest }
  | { type: "terminated"; request: StopRequest; at: number };

// Taken before any cell runs: a cell may put a function of its own in its place.
const exit = process.exit.bind(process);

/** What a stop does on the main thread. The stopping itself is the watchdog's (see stopAttempt.ts). */
export class Stops {
  private readonly queue: ExecutionQueue;
  private readonly onFreed: () => void;
  private readonly worker: Worker;
  /** Whether the cell to be stopped had begun when that was asked; it may only have waited. */
  private hadBegun = false;
  private exitCode: number | undefined;
  /** The request that has terminated code last. */
  private terminating: number | undefined;
  private ending: NodeJS.Immediate | undefined;
  /** The execution that was told last that what it had left running was stopped. */
  private told: Execution | undefined;
  /** What is to be told of the code that was terminated last. */
  private tellEnd: (() => void) | undefined;

  /** @param onFreed hears that something was terminated that may have been no execution's. */
  constructor(queue: ExecutionQueue, onFreed: () => void) {
    this.queue = queue;
    this.onFreed = onFreed;
    const workerData = { pipe: pipes.watchdog, kernel: pathToFileURL(__filename).href };
    this.worker = ownMethods(new Worker(join(__dirname, "watchdog.cjs"), { workerData }));
    const receive = (message: FromWatchdog) => withBuiltIns(() => this.receive(message));
    this.worker.on("message", ownMethods(receive));
    this.worker.unref();
  }

  /** The process exits: a listener that is stopped must not keep it from that. */
  exits(code: number): void {
    this.exitCode = code;
  }

  /** Has the watchdog end this process of a cell too when the host is gone. */
  rememberChild(child: ProcessIdentity): void {
    this.tell({ child });
  }

  /**
   * Called by the watchdog, within what runs now, before it pauses that. V8's debugger looks at each frame's `this` then,
   * at an error's message and stack too: a getter that loops would never be left again.
   */
  mayPause(): boolean {
    return withBuiltIns(() => {
      const sites = callSites();
      return sites.length > 0 && !sites.some(isOfError);
    });
  }

  /**
   * Called by the watchdog within what runs now, in its innermost frame.
   *
   * @param isBlocked whether that keeps the main thread from doing anything else.
   * @returns "terminate" if it is to be terminated; then it is. Never where nothing of a cell runs.
   */
  stop(request: StopRequest, isBlocked: boolean): StopDecision {
    return withBuiltIns(() => this.decide(request, isBlocked));
  }

  private decide(request: StopRequest, isBlocked: boolean): StopDecision {
    if (request.id === this.terminating) return "terminate";
    if (!request.again) this.hadBegun = this.queue.isRunning(request.execution);
    const sites = callSites();
    if (isInspected(sites)) return "goOn";
    if (isInPromiseHook(sites)) return "later";
    const culprit = culpritAt(sites);
    const frames = userFrames(sites);
    if (culprit === undefined && frames.length === 0 && sites.length > 0) return "goOn";
    // The cell to be stopped, or another one, may have begun since the request was made.
    const hadBegun = !request.again || this.hadBegun;
    const isOwn = culprit !== undefined && culprit.number === request.execution && hadBegun;
    if (!isOwn && (!isBlocked || this.queue.isRunning(culprit?.number))) return "goOn";
    const place = frames.map(frameLine).join("\n");
    unwindAsyncStack();
    this.terminating = request.id;
    // In a turn of its own: nothing that the terminated frame has queued may be needed.
    clearImmediate(this.ending);
    this.tellEnd = () => this.terminated(request, culprit, place);
    this.ending = setImmediate(() => this.end());
    return "terminate";
  }

  private end(): void {
    clearImmediate(this.ending);
    const { tellEnd } = this;
    this.tellEnd = undefined;
    tellEnd?.();
  }

  private receive(message: FromWatchdog): void {
    // Ticks that begin the same anew, as streams do, run behind this message and would keep the immediate from its turn.
    this.end();
    if (message.type === "sign") return this.tell({ sign: message.sign });
    const { request } = message;
    if (message.type === "terminated" && request.id === this.terminating) return;
    if (message.type === "terminated") return this.terminatedUnseen(request, message.at);
    if (request.execution === null || this.queue.hasEnded(request.execution)) send({ type: "freed" });
    else this.queue.stop(request.execution, "The cell was stopped.");
  }

  /** What ran could not be asked: it was the last to begin until then. */
  private terminatedUnseen(request: StopRequest, at: number): void {
    unwindAsyncStack();
    if (!request.again) this.hadBegun = false;
    const culprit = this.queue.latestAt(at);
    if (culprit === this.queue.latest || request.all) return this.terminated(request, culprit, "");
    // The cell that waited has begun since, and goes on.
    if (culprit !== undefined) this.tellLate(culprit, "", request.again);
    this.onFreed();
    send({ type: "freed" });
  }

  private terminated(
    { execution, all, again }: StopRequest,
    culprit: Execution | undefined,
    place: string,
  ): void {
    if (this.exitCode !== undefined) exit(this.exitCode);
    putBackBuiltIns();
    const isLate = culprit !== undefined && this.queue.hasEnded(culprit.number);
    const late = isLate ? this.tellLate(culprit, place, again) : "other code";
    this.onFreed();
    this.queue.resume();
    // A cell that has begun since goes on.
    const isMeant = all || this.hadBegun || culprit?.number === execution;
    if (isMeant && this.queue.isRunning(execution)) this.queue.stop(execution, "The cell was stopped.");
    else if (all && execution !== null && !this.queue.hasEnded(execution))
      this.queue.stop(execution, `The cell was stopped before it began: ${late} kept the kernel busy.`);
    else send({ type: "freed" });
  }

  /** Tells an execution that has ended, once where one after the other is stopped, and returns in words what was stopped. */
  private tellLate(culprit: Execution, place: string, again: boolean): string {
    const late = `what cell ${culprit.cell.number} had left running`;
    if (again && this.told === culprit) return late;
    this.told = culprit;
    culprit.write("stderr", `Interrupted: ${late} was stopped.\n${place === "" ? "" : `${place}\n`}`);
    return late;
  }

  private tell(message: ToWatchdog): void {
    this.worker.postMessage(message);
  }
}

function culpritAt(sites: readonly NodeJS.CallSite[]): Execution | undefined {
  return runningExecution() ?? sites.map(executionAt).find((execution) => execution !== undefined);
}

const ofGetter = /^get (?:message|name|stack|length)$/;

function isOfError(site: NodeJS.CallSite): boolean {
  const isGetter = site.getScriptNameOrSourceURL() != null && ofGetter.test(site.getFunctionName() ?? "");
  return isGetter || /Error$/.test(site.getTypeName() ?? "");
}

/** V8's inspector reads a thrown error's message and stack, and ends the process where a termination keeps it from that. */
function isInspected(sites: readonly NodeJS.CallSite[]): boolean {
  const outermost = sites.at(-1);
  if (outermost !== undefined) return isOfError(outermost);
  return new Error("outermost").stack?.trimEnd().split("\n").at(-1)?.includes("prepareStackTrace") ?? false;
}

/** V8 swallows whatever ends the hook of a promise, also a termination, and the inspector then takes no second one. */
function isInPromiseHook(sites: readonly NodeJS.CallSite[]): boolean {
  const hook = sites.findIndex((site) =>
    isPromiseHook(site.getScriptNameOrSourceURL() ?? "", site.getFunctionName() ?? ""),
  );
  return hook !== -1 && userFrames(sites.slice(0, hook)).length === 0;
}

function executionAt(site: NodeJS.CallSite): Execution | undefined {
  return executionOf(site.getScriptNameOrSourceURL() ?? "");
}
