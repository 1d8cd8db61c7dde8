import { setFlagsFromString } from "node:v8";

/** V8's version of Node 23 and later. */
const affected = 13;

/**
 * Keeps V8 from unrolling loops. The V8 of Node 24 (13.6) loses the check for interrupts when it unrolls some loops that
 * allocate, such as `for (;;) list = [list.length, new Array(100)]`: nothing but the process's end stops them then, not
 * even Worker.terminate. Older versions do not know the flag.
 */
export function keepLoopsStoppable(): void {
  if (Number.parseInt(process.versions.v8) >= affected) setFlagsFromString("--no-turboshaft-loop-unrolling");
}
