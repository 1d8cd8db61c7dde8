import { readFileSync } from "node:fs";

// Taken before any cell runs: a cell may put functions of its own in their place.
const constrained = process.constrainedMemory?.bind(process);
const available = process.availableMemory?.bind(process);
const used = process.memoryUsage.bind(process);

/** C libraries take larger blocks from the system, and give them back to it. */
const mapped = 32 * 2 ** 20;

/**
 * How many bytes are left for a block of this size before Linux ends a process for want of memory: of the machine's or the
 * container's, those that files' pages take or that could be swapped out too. Elsewhere an allocation fails by itself:
 * Infinity.
 */
export function memoryLeft(bytes: number): number {
  if (process.platform !== "linux") return Infinity;
  const unwritten = promised();
  // What was freed and kept is of no use to a block that comes from the system.
  const left =
    Math.min(leftOnMachine(), leftInContainer()) - (bytes < mapped ? unwritten : Math.max(0, unwritten));
  return Number.isNaN(left) ? Infinity : left;
}

/** Memory that this process has been given and has not written to; below 0 what it has freed and kept for other blocks. */
function promised(): number {
  const { heapTotal, external } = used();
  const status = read("/proc/self/status");
  return heapTotal + external - bytesIn(status, "VmRSS") - bytesIn(status, "VmSwap");
}

function leftOnMachine(): number {
  const info = read("/proc/meminfo");
  return bytesIn(info, "MemAvailable") + bytesIn(info, "SwapFree");
}

function bytesIn(table: string, name: string): number {
  return 1024 * Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(table)?.[1] ?? NaN);
}

/** The system counts the pages of files as used, and drops them when memory runs short. */
function leftInContainer(): number {
  const limit = constrained?.() ?? 0;
  if (available === undefined || limit === 0 || limit >= Number.MAX_SAFE_INTEGER) return Infinity;
  const [, controllers, path] = /^\d+:(memory|):(.*)$/m.exec(read("/proc/self/cgroup")) ?? [];
  const statistics = read(`/sys/fs/cgroup/${controllers ?? ""}${path ?? ""}/memory.stat`);
  const droppable = /^(?:total_)?inactive_file (\d+)\n(?:total_)?active_file (\d+)$/m.exec(statistics);
  return available() + Number(droppable?.[1] ?? 0) + Number(droppable?.[2] ?? 0);
}

/** Empty where the system does not tell. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
