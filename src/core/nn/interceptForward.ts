import { traceModule } from "../trace.ts";
import type { Module } from "./module.ts";

type Forward = (...inputs: readonly unknown[]) => unknown;

/**
 * Puts a wrapper around an instance's `forward`, so that hooks and tracers see every call although there is no `__call__` as in Python:
 * `model.forward(x)` is how everyone calls a module, and a subclass only writes the method.
 * `super.forward(x)` still reaches the method itself: it is a part of the call that is being traced, not another one.
 *
 * @returns what the Module constructor must return: the module, or a stand-in for it where the class has no `forward` method yet.
 */
export function interceptForward<M extends Module>(module: M): M {
  const method: unknown = module.forward;
  if (typeof method === "function") return wrap(module, module, method as Forward);
  return waitForField(module);
}

/** Not configurable where a method is wrapped: a field of a subclass that hid the wrapper would hide the module from every probe. */
function wrap<M extends Module>(target: M, self: M, method: Forward, { configurable = false } = {}): M {
  let current = method;
  const wrapped: Forward = (...inputs) =>
    traceModule(self, inputs, () => callWithHooks(self, current, inputs));
  Object.defineProperty(target, "forward", {
    get: () => wrapped,
    set: (replacement: Forward) => void (current = replacement),
    enumerable: false,
    configurable,
  });
  return self;
}

function callWithHooks(module: Module, method: Forward, inputs: readonly unknown[]): unknown {
  const prepared = module.hooks.prepare(module, inputs);
  return module.hooks.finish(module, prepared, method.apply(module, [...prepared]));
}

/**
 * A class without a `forward` method may still define it as a field (`forward = (x) => ...`), after this constructor has returned.
 * Only a proxy sees a field being defined; no other module pays for one.
 */
function waitForField<M extends Module>(module: M): M {
  const self: M = new Proxy(module, {
    defineProperty(target, key, descriptor) {
      if (key !== "forward" || typeof descriptor.value !== "function" || Object.hasOwn(target, key))
        return Reflect.defineProperty(target, key, descriptor);
      wrap(target, self, descriptor.value as Forward, { configurable: true });
      return true;
    },
  });
  return self;
}
