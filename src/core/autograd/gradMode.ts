import { callback, checkArgument } from "../arguments.ts";

let recording = true;

/** Whether ops on tensors that want gradients are being recorded. */
export function isRecording(): boolean {
  return recording;
}

function withRecording<T>(owner: string, state: boolean, run: () => T): T {
  checkArgument(owner, "run", run, callback);
  const before = recording;
  recording = state;
  try {
    return run();
  } finally {
    recording = before;
  }
}

/**
 * Runs `run` without recording a graph and gives back what it returns. Synchronous only: an async function is refused,
 * because what follows its first `await` would run with recording on again.
 */
export function noGrad<T>(run: () => T): T {
  if (Object.prototype.toString.call(run) === "[object AsyncFunction]") throw asyncRefused();
  const result = withRecording("noGrad", false, run);
  if (typeof (result as { then?: unknown } | null | undefined)?.then === "function") throw asyncRefused();
  return result;
}

/** Runs `run` with recording on, also inside noGrad. */
export function enableGrad<T>(run: () => T): T {
  return withRecording("enableGrad", true, run);
}

function asyncRefused(): TypeError {
  return new TypeError(
    "noGrad: takes a synchronous function, got an async one; await outside and pass the rest",
  );
}
