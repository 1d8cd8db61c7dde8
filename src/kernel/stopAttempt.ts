import { Session, type Debugger, type Runtime } from "node:inspector";
import { hook } from "./compile/hook.ts";
import { isPromiseHook } from "./evaluation/promiseHook.ts";
import type { StopRequest } from "./evaluation/stop.ts";

/** The main thread, as far as a stop needs to know it. */
export interface MainThread {
  /** URL of the kernel's own script. */
  readonly url: string;
  /** Asks for a sign of life: it comes when the main thread is back in its event loop. */
  ask(alive: () => void): void;
  /** Nothing of the execution ran: its waiting has to end. */
  endWaiting(request: StopRequest): void;
  /** What ran at this time (`Date.now()`) was terminated where it could not be told so. */
  tellTerminated(request: StopRequest, at: number): void;
  /** Whether it waits for a child (`execSync`) and runs no code until that ends. */
  awaitsChild(): boolean;
  endAwaited(): void;
  /** What was terminated had begun the same again before. */
  stopAgain(request: StopRequest): void;
}

/** How long to wait for code of the cell to run, in milliseconds: it may sleep between two steps. */
const longestWatch = 300;
/** A main thread that gives no sign for so long is kept busy by what runs now, whoever began it. */
const longestSilence = 150;
/** What was terminated has begun the same anew where the main thread gives no sign for so long. */
const longestEnd = 50;
/** How long a pause is waited for then: V8 makes none where the stack is full or within a regular expression. */
const longestPress = 100;
/** How many steps the main thread is led on before it has a respite, and how long that is. */
const mostSteps = 100;
const respite = 20;
/** How many frames may be asked. */
const mostFrames = 8;

/**
 * One request to stop, from a thread that runs while the main thread does not answer. It pauses the main thread with
 * V8's debugger, and terminates what runs there if that is the cell's or has blocked the thread; all variables stay.
 */
export class StopAttempt {
  private readonly session = new Session();
  private readonly request: StopRequest;
  private readonly main: MainThread;
  /** Script id -> URL: call frames name their script only. */
  private readonly urls = new Map<string, string>();
  private readonly begun = performance.now();
  hasEnded = false;
  private isConnected = true;
  /** Whether the main thread has been told that nothing runs. */
  private isLeaving = false;
  private steps = 0;
  /** How often the main thread was pressed without giving a sign of life. */
  private presses = 0;
  /** Whether it has paused since it was pressed, and before that. */
  private hasPaused = false;
  private hadPaused = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(request: StopRequest, main: MainThread) {
    this.request = request;
    this.main = main;
    this.session.on("Debugger.scriptParsed", ({ params }) => this.urls.set(params.scriptId, params.url));
    this.session.on("Debugger.paused", ({ params }) => this.paused(params.callFrames));
    this.session.connectToMainThread();
    this.session.post("Debugger.enable");
    this.watch();
  }

  /** Gives up: the main thread goes on. */
  cancel(): void {
    // One that has ended may still be waiting to hear so, and two sessions would disturb each other's pauses.
    if (this.hasEnded) return this.disconnect();
    this.end();
    // Debugger.disable alone would leave a paused thread open to a late step, on which V8 ends the process.
    this.session.post("Debugger.resume");
    this.session.post("Debugger.disable", () => this.disconnect());
  }

  private disconnect(): void {
    this.isConnected = false;
    this.session.disconnect();
  }

  /** Lets the main thread go on. What it sent before the session was closed may come afterwards, when there is nothing to answer. */
  private resume(): void {
    if (this.isConnected) this.session.post("Debugger.resume");
  }

  private end(): void {
    this.hasEnded = true;
    clearTimeout(this.timer);
  }

  private watch(): void {
    this.timer = setTimeout(() => this.press(), longestSilence);
    this.main.ask(() => this.answered());
    if (this.request.again) this.pressNow();
    else this.pause();
  }

  /** The main thread is free: nothing of the cell runs now, but may before the watch is over. */
  private answered(): void {
    if (this.hasEnded) return;
    clearTimeout(this.timer);
    this.presses = 0;
    const left = this.begun + longestWatch - performance.now();
    this.timer = setTimeout(() => this.nothingRuns(), Math.max(left, 0));
  }

  private nothingRuns(): void {
    this.isLeaving = true;
    this.session.post("Debugger.setSkipAllPauses", { skip: true });
    this.session.post("Debugger.resume");
    this.main.endWaiting(this.request);
    // The cell's code may have begun to run just now.
    this.timer = setTimeout(() => this.press(), longestSilence);
    this.main.ask(() => this.cancel());
  }

  /** What begins anew keeps the main thread busy for certain. */
  private pressNow(): void {
    clearTimeout(this.timer);
    this.press();
  }

  private press(): void {
    if (this.isLeaving) this.session.post("Debugger.setSkipAllPauses", { skip: false });
    this.isLeaving = false;
    this.presses++;
    this.hasPaused = false;
    this.timer = setTimeout(() => this.pressed(), longestPress);
    this.pause();
  }

  /** Asked each time: the cell may have begun since. */
  private pause(): void {
    this.call("mayPause()", (answer) => {
      if (answer === false) this.stopUnpaused(this.presses > 0);
      else this.session.post("Debugger.pause");
    });
  }

  private pressed(): void {
    const { hasPaused, hadPaused } = this;
    this.hadPaused = hasPaused;
    // V8 forgets a pause that is asked for before it has gone on from the last one.
    if (hasPaused || hadPaused) return this.press();
    if (!this.main.awaitsChild()) return this.stopUnpaused(true);
    // The pause lies in wait for the native code to return.
    this.press();
    this.main.endAwaited();
  }

  /** Has the main thread decide in an interrupt. It answers when native code has returned, and not on a full stack. */
  private stopUnpaused(isBlocked: boolean): void {
    this.session.post("Debugger.setSkipAllPauses", { skip: true });
    this.call(this.stopCall(isBlocked), (answer) => {
      this.session.post("Debugger.setSkipAllPauses", { skip: false });
      if (answer === "later") return isBlocked ? this.press() : undefined;
      if (answer === "goOn") return isBlocked ? this.answered() : undefined;
      this.end();
      const at = Date.now();
      this.session.post("Runtime.terminateExecution", () => {
        if (answer === undefined) this.main.tellTerminated(this.request, at);
        this.disconnect();
      });
      this.checkEnd();
    });
  }

  /** Calls a hook within whatever runs; undefined where that is not possible. */
  private call(code: string, then: (answer: unknown) => void): void {
    const question = { expression: `${hook}.${code}`, returnByValue: true };
    this.session.post("Runtime.evaluate", question, (error, answer?: Runtime.EvaluateReturnType) => {
      if (!this.hasEnded) then((error ?? answer?.exceptionDetails) ? undefined : answer?.result.value);
    });
  }

  private stopCall(isBlocked: boolean): string {
    return `stop(${JSON.stringify(this.request)}, ${isBlocked})`;
  }

  private paused(frames: Debugger.CallFrame[]): void {
    if (this.hasEnded) return this.resume(); // It came too late.
    this.hasPaused = true;
    if (this.presses === 0) this.hadPaused = true;
    const ofUser = frames.some((frame) => this.isUserFrame(frame));
    const isUncut = this.isWithin(frames, (frame) => this.isUncut(frame));
    const isInHook = this.isWithin(frames, (frame) => this.isPromiseHook(frame));
    if (!ofUser && isUncut) return this.spare();
    if (!ofUser && (isInHook || this.presses === 0)) return this.stepOn();
    // Node's own code may be about to give the sign; what has no name (`new Function`) is the user's too.
    if (!ofUser && this.presses === 1) return this.spare();
    if (isUncut || isInHook) return this.session.post("Debugger.stepOut");
    this.decide(frames.slice(0, mostFrames));
  }

  /** Has the main thread say whether what it runs is to be terminated, and remember that it was. */
  private decide([frame, ...outer]: Debugger.CallFrame[]): void {
    if (frame === undefined) {
      this.main.tellTerminated(this.request, Date.now());
      return this.terminate();
    }
    const expression = `${hook}.${this.stopCall(this.presses > 0)}`;
    const call = { callFrameId: frame.callFrameId, expression, returnByValue: true };
    this.session.post(
      "Debugger.evaluateOnCallFrame",
      call,
      (error, answer?: Debugger.EvaluateOnCallFrameReturnType) => {
        if (this.hasEnded) return this.resume();
        // A realm of node:vm does not know the hook.
        if (error ?? answer?.exceptionDetails) return this.decide(outer);
        if (answer?.result.value === "terminate") this.terminate();
        else this.spare();
      },
    );
  }

  /** After a resume the cell's code could run and end before another pause arrives, but stepping takes its time. */
  private stepOn(): void {
    if (++this.steps % mostSteps === 0) this.spare();
    else this.session.post("Debugger.stepInto");
  }

  /** Lets the main thread go on for a while: another cell's callback runs, which may be about to end. */
  private spare(): void {
    this.session.post("Debugger.resume");
    if (this.presses === 0) setTimeout(() => this.pauseAgain(), respite);
  }

  private pauseAgain(): void {
    if (!this.hasEnded && this.presses === 0 && !this.isLeaving) this.pause();
  }

  private terminate(): void {
    this.end();
    this.session.post("Runtime.terminateExecution"); // Answers only when the main thread runs again.
    this.session.post("Debugger.resume");
    this.session.post("Debugger.disable", () => this.disconnect());
    this.checkEnd();
  }

  /** A callback that was terminated may have queued itself anew (`process.nextTick`). */
  private checkEnd(): void {
    const timer = setTimeout(() => this.main.stopAgain(this.request), longestEnd);
    this.main.ask(() => clearTimeout(timer));
  }

  /** Whether such a frame has not called code of the user again. */
  private isWithin(frames: Debugger.CallFrame[], isSuch: (frame: Debugger.CallFrame) => boolean): boolean {
    const index = frames.findIndex(isSuch);
    return index !== -1 && !frames.slice(0, index).some((frame) => this.isUserFrame(frame));
  }

  /** Half a message spoils the next one, and a message of the host that is handled in part is lost. */
  private isUncut({ functionName, location }: Debugger.CallFrame): boolean {
    return this.urls.get(location.scriptId) === this.main.url && /^(send|handle)$/.test(functionName);
  }

  private isPromiseHook({ functionName, location }: Debugger.CallFrame): boolean {
    return isPromiseHook(this.urls.get(location.scriptId) ?? "", functionName);
  }

  private isUserFrame({ location }: Debugger.CallFrame): boolean {
    const url = this.urls.get(location.scriptId) ?? "";
    return url !== "" && url !== this.main.url && !url.startsWith("node:");
  }
}
