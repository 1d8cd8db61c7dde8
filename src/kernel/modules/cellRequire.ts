import { createRequire } from "node:module";
import { requireFrom } from "./importModule.ts";

/** `require` of cells, from the notebook `file`: it loads what they can import. */
export function cellRequire(file: string): NodeJS.Require {
  const require = createRequire(file);
  const load = (specifier: unknown): unknown =>
    typeof specifier === "string" ? requireFrom(specifier, file) : require(specifier as string); // Refused there.
  return Object.assign(load, require);
}
