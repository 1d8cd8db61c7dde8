import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { memoryLeft } from "./memoryLeft.ts";

/** Left to the rest of the system, and to what is not a tensor. */
const reserve = 512 * 2 ** 20;
/** Arrays of fewer bytes may take half of that: an error is to be looked into with small ones. */
const small = 2 ** 20;

/**
 * Asked before a tensor's memory is allocated. Memory beyond the heap has no limit of its own: Linux gives more than it has,
 * and ends a process, VS Code's own perhaps, when all is used.
 */
export class MemoryGuard {
  private readonly left: (bytes: number) => number;
  private readonly collect: () => void;
  /** How many bytes are allocated before the system is asked again: a quarter of what it had. */
  private credit = 0;

  constructor(left = memoryLeft, collect = collectGarbage) {
    this.left = left;
    this.collect = collect;
  }

  /** @throws RangeError when the system has no memory for so many bytes more. */
  ask(bytes: number): void {
    this.credit -= bytes;
    if (this.credit < 0) this.askSystem(bytes);
  }

  private askSystem(bytes: number): void {
    const spared = bytes < small ? reserve / 2 : reserve;
    if (this.left(bytes) - spared < bytes) this.collect();
    const left = this.left(bytes) - spared;
    if (left < bytes) throw new RangeError(refusal(left + spared));
    this.credit = (left - bytes) / 4;
  }
}

function refusal(left: number): string {
  const held = process.memoryUsage().external;
  const mebibytes = (bytes: number) => `${Math.max(0, Math.round(bytes / 2 ** 20)).toLocaleString("en")} MiB`;
  return (
    `the system has ${mebibytes(left)} left, and this kernel's tensors hold ${mebibytes(held)}: ` +
    "let go of those that are no longer needed (x = null), use smaller ones, or restart the kernel"
  );
}

/** Twice: what the first one has found is given back while the program goes on, and the second one waits for that. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  collect();
}
