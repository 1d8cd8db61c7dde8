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
