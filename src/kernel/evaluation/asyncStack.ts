// Node's stack of async ids, which a termination leaves unbalanced: it skips the hooks that would pop it. Before Node 24,
// where AsyncLocalStorage turns async hooks on, Node aborts when it finds that.

interface AsyncWrap {
  /** How many hooks there are (`kTotals`), and how many want the stack checked (`kCheck`). */
  async_hook_fields: Uint32Array;
  constants: { kCheck: number; kTotals: number };
  /** The function through which Node calls all callbacks; without one it does in C++ what that does. */
  setCallbackTrampoline(trampoline: undefined): void;
}

interface LegacyProcess {
  _fatalException?(error: unknown): boolean;
  binding?(name: string): AsyncWrap;
}

const legacy = process as LegacyProcess;
const asyncWrap = bindingOf("async_wrap");

/**
 * Empties the stack, within the code that is about to be terminated. The handler of uncaught exceptions empties it, and
 * the capture callback keeps that from anybody's sight.
 */
export function unwindAsyncStack(): void {
  const { _fatalException } = legacy;
  if (!_fatalException || process.hasUncaughtExceptionCaptureCallback()) return;
  process.setUncaughtExceptionCaptureCallback(() => undefined);
  _fatalException(undefined);
  process.setUncaughtExceptionCaptureCallback(null);
}

/**
 * Keeps Node from looking: what runs on a full stack is terminated without a chance to empty the other. Its trampoline is
 * taken away because it calls a callback's `apply`, which a cell may have replaced: no message would come through. To be
 * called before each cell, because every async hook that a cell enables puts both back.
 */
export function relaxAsyncHooks(): void {
  if (asyncWrap === undefined) return;
  const { async_hook_fields: fields, constants } = asyncWrap;
  fields[constants.kCheck] = 0;
  fields[constants.kTotals] = 0;
  asyncWrap.setCallbackTrampoline(undefined);
}

/** What Node's own modules know of async hooks; undefined where there is no such stack. */
function bindingOf(name: string): AsyncWrap | undefined {
  const { noDeprecation } = process;
  process.noDeprecation = true;
  try {
    return legacy.binding?.(name);
  } catch {
    return undefined;
  } finally {
    process.noDeprecation = noDeprecation ?? false;
  }
}
