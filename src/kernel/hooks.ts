import { hook } from "./compile/hook.ts";
import type { StopDecision, StopRequest } from "./evaluation/stop.ts";

/** What compiled cells call (see compile/). */
export interface Hooks {
  /** A cell's import; `names` must exist, and what `bindings` pairs with names of the cell is bound to these. */
  import(specifier: string, names: readonly string[], bindings: readonly [string, string][]): Promise<void>;
  dynamicImport(specifier: unknown): Promise<object>;
  meta: object;
  /** The cell's constants of these names have got their values. */
  fix(names: readonly string[]): void;
  /** What the cell assigns to in place of a constant: `constants.a = 1`. */
  constants: object;
  /** What code that TypeScript adds to a cell reads in place of the globals. */
  builtIns: object;
  /** The value of the last expression of an execution. */
  end(execution: number, value: unknown): void;
  /** The watchdog asks whether it may pause what runs now. */
  mayPause(): boolean;
  /** The watchdog asks whether to terminate what runs now, which is then terminated. */
  stop(request: StopRequest, isBlocked: boolean): StopDecision;
  /** A thrown value, from the inspector. */
  receive(value: unknown): void;
}

/** Puts the hooks where cells reach them and cannot change them. */
export function installHooks(hooks: Hooks): void {
  Object.defineProperty(globalThis, hook, { value: Object.freeze(hooks) });
}
