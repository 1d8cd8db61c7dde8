import type { Module } from "./module.ts";

/** Runs after `forward`; what it returns, unless undefined, replaces the output. */
export type ForwardHook = (module: Module, inputs: readonly unknown[], output: unknown) => unknown;

/** Runs before `forward`; an array that it returns replaces the inputs. */
export type ForwardPreHook = (module: Module, inputs: readonly unknown[]) => readonly unknown[] | undefined;

/** What registering a hook gives back. */
export interface HookHandle {
  remove(): void;
}

/** The hooks of one module, called in the order in which they were registered. */
export class ForwardHooks {
  private readonly before = new Set<ForwardPreHook>();
  private readonly after = new Set<ForwardHook>();

  addBefore(hook: ForwardPreHook): HookHandle {
    return add(this.before, hook);
  }

  addAfter(hook: ForwardHook): HookHandle {
    return add(this.after, hook);
  }

  /** The inputs as the pre-hooks leave them. */
  prepare(module: Module, inputs: readonly unknown[]): readonly unknown[] {
    let current = inputs;
    for (const hook of [...this.before]) {
      const replaced = hook(module, current);
      if (replaced === undefined) continue;
      if (!Array.isArray(replaced)) throw new TypeError(notAnArray(module));
      current = replaced;
    }
    return current;
  }

  /** The output as the hooks leave it. */
  finish(module: Module, inputs: readonly unknown[], output: unknown): unknown {
    let current = output;
    for (const hook of [...this.after]) {
      const replaced = hook(module, inputs, current);
      if (replaced !== undefined) current = replaced;
    }
    return current;
  }
}

function notAnArray(module: Module): string {
  return `A forward pre-hook of ${module.constructor.name} must return the new inputs as an array, or nothing.`;
}

/** A function that is registered twice is called twice, as in PyTorch: each registration is a closure of its own. */
function add<Hook extends (...args: never[]) => unknown>(hooks: Set<Hook>, hook: Hook): HookHandle {
  if (typeof hook !== "function") throw new TypeError("A hook must be a function.");
  const own = ((...args: never[]) => hook(...args)) as Hook;
  hooks.add(own);
  return { remove: () => void hooks.delete(own) };
}
