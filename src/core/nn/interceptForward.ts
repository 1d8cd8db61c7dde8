import { traceModule } from "../trace.ts";
import type { Module } from "./module.ts";

type Forward = (...inputs: readonly unknown[]) => unknown;

/** Modules whose `forward` is not the method of their class but a field, or was set later. */
const replaced = new WeakSet<Module>();

/** Whether a module's `forward` is its own and not its class's: a function that may hold on to that very module. */
export function hasOwnForward(module: Module): boolean {
  return replaced.has(module);
}

/**
 * Puts a wrapper around an instance's `forward`, so that hooks and tracers see every call although there is no `__call__` as in Python:
 * `model.forward(x)` is how everyone calls a module, and a subclass only writes the method.
 * `super.forward(x)` still reaches the method itself: it is a part of the call that is being traced, not another one.
 *
 * @returns what the Module constructor must return: the module, or a stand-in for it where `forward` may still become a field.
 */
export function interceptForward<M extends Module>(module: M): M {
  const prototype = Object.getPrototypeOf(module) as object;
  const method = module.forward as Forward | undefined;
  if (Object.hasOwn(prototype, "forward") && method !== undefined) {
    wrap(module, module, method, { configurable: false });
    return module;
  }
  return waitForField(module, method);
}

/**
 * A class without a `forward` method of its own may define it as a field (`forward = (x) => ...`), after this constructor has returned.
 * Only a proxy sees a field being defined; a class that writes the method pays for none.
 */
function waitForField<M extends Module>(module: M, inherited: Forward | undefined): M {
  const self: M = new Proxy(module, {
    defineProperty(target, key, descriptor) {
      if (key !== "forward" || typeof descriptor.value !== "function")
        return Reflect.defineProperty(target, key, descriptor);
      if (Object.hasOwn(target, key)) return Reflect.set(target, key, descriptor.value);
      replaced.add(self);
      wrap(target, self, descriptor.value as Forward, { configurable: true });
      return true;
    },
  });
  if (inherited !== undefined) wrap(module, self, inherited, { configurable: true });
  return self;
}

/** Where only a method is expected it is not configurable: nothing shall hide the wrapper, and with it the module, from the probes. */
function wrap(
  target: Module,
  self: Module,
  method: Forward,
  { configurable }: { configurable: boolean },
): void {
  let current = method;
  const wrapped: Forward = (...inputs) =>
    traceModule(self, inputs, () => callWithHooks(self, current, inputs));
  Object.defineProperty(target, "forward", {
    get: () => wrapped,
    set: (replacement: unknown) => {
      if (typeof replacement !== "function")
        throw new TypeError(
          `${self.constructor.name}: forward must be a function, not ${String(replacement)}`,
        );
      replaced.add(self);
      current = replacement as Forward;
    },
    enumerable: false,
    configurable,
  });
}

function callWithHooks(module: Module, method: Forward, inputs: readonly unknown[]): unknown {
  const prepared = module.hooks.prepare(module, inputs);
  return module.hooks.finish(module, prepared, method.apply(module, [...prepared]));
}
