import { withBuiltIns } from "../builtins.ts";
import type { Namespace } from "./moduleViews.ts";

/**
 * `export *` of a module: its own names win, and a name for which two others have different values is left out, as in
 * every ES module.
 */
export function exportAll(exports: object, own: ReadonlySet<string>): (from: Namespace) => void {
  const sources = new Map<string, Namespace>();
  const add = (from: Namespace, name: string): void => {
    const before = sources.get(name);
    if (before === undefined) {
      sources.set(name, from);
      Object.defineProperty(exports, name, {
        enumerable: true,
        configurable: true,
        get: () => from[name],
      });
    } else if (before[name] !== from[name]) Reflect.deleteProperty(exports, name);
  };
  return (from) =>
    withBuiltIns(() => {
      for (const name of Object.keys(from))
        if (name !== "default" && name !== "__esModule" && !own.has(name)) add(from, name);
    });
}
