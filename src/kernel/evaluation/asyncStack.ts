// Node's stack of async ids, which a termination leaves unbalanced: it skips the hooks that would pop it. Before Node 24,
// where AsyncLocalStorage turns async hooks on, Node aborts when it finds that.

interface LegacyProcess {
  _fatalException?(error: unknown): boolean;
  binding?(name: string): { async_hook_fields: Uint32Array; constants: { kCheck: number; kTotals: number } };
}

const legacy = process as LegacyProcess;
const fields = hookFields();

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
 * Keeps Node from looking: what runs on a full stack is terminated without a chance to empty the other. To be called
 * before each cell, because every async hook that a cell enables makes Node look again.
 */
export function letAsyncStackBe(): void {
  if (fields === undefined) return;
  const { list, constants } = fields;
  list[constants.kCheck] = 0;
  list[constants.kTotals] = 0;
}

/** Where Node counts the hooks and who wants the stack checked; undefined where it has no such stack. */
function hookFields() {
  const { noDeprecation } = process;
  process.noDeprecation = true;
  try {
    const binding = legacy.binding?.("async_wrap");
    return binding && { list: binding.async_hook_fields, constants: binding.constants };
  } catch {
    return undefined;
  } finally {
    process.noDeprecation = noDeprecation ?? false;
  }
}
