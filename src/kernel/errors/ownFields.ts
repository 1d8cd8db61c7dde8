import { inspect } from "node:util";
import { inspectOptions } from "../console.ts";

const shownElsewhere = new Set(["name", "message", "stack", "cause", "errors"]);

/** The fields that code has put on an error (`code`, `status`), as text; undefined where there are none. No getter is run. */
export function ownFields(error: Error): string | undefined {
  const fields = Object.entries(Object.getOwnPropertyDescriptors(error)).filter(
    ([name, { enumerable }]) => enumerable === true && !shownElsewhere.has(name),
  );
  if (fields.length === 0) return undefined;
  return inspect(Object.defineProperties({}, Object.fromEntries(fields)), inspectOptions);
}
