import { inspect } from "node:util";

const internal = /^Symbol\((async_id_symbol|trigger_async_id_symbol|kResourceStore|destroyed)\)$/;

/**
 * Keeps Node's own marks out of printed promises: before Node 24, AsyncLocalStorage leaves symbols on each promise, and
 * console.log(promise) would show them with all that hangs on them.
 */
export function hideAsyncIds(): void {
  Object.defineProperty(Promise.prototype, inspect.custom, {
    configurable: true,
    writable: true,
    value(this: object, _depth: number, options: object) {
      for (const symbol of Object.getOwnPropertySymbols(this))
        if (internal.test(String(symbol))) Object.defineProperty(this, symbol, { enumerable: false });
      // Its own, empty property keeps inspect from coming back here.
      Object.defineProperty(this, inspect.custom, { configurable: true, value: undefined });
      const text = inspect(this, options);
      Reflect.deleteProperty(this, inspect.custom);
      return text;
    },
  });
}

/** A timer, which many a cell ends with, prints as its name instead of a list of Node's own fields. */
export function shortenTimers(): void {
  const timers = [setTimeout(() => undefined, 0), setImmediate(() => undefined)] as const;
  clearTimeout(timers[0]);
  clearImmediate(timers[1]);
  for (const timer of timers) {
    const prototype = Object.getPrototypeOf(timer) as object;
    const name = timer.constructor.name;
    Object.defineProperty(prototype, inspect.custom, {
      configurable: true,
      writable: true,
      value: () => name,
    });
  }
}
