import { readdirSync, readFileSync } from "node:fs";

/** The variable of the environment by which processes that a kernel's cells have started are known. */
export const markName = "TOKENWISE_KERNEL";

/**
 * Linux only: a kernel's process and those that its cells have started, whatever groups and sessions they have made for
 * themselves. They are its children's children, or, where a parent has ended before, have the kernel's mark in the
 * environment they began with. Elsewhere the list is empty.
 */
export function kernelProcesses(kernel: number, mark: string): number[] {
  const parents = parentsByProcess();
  const marked = [...parents.keys()].filter((pid) => pid !== process.pid && hasMark(pid, mark));
  const found = new Set(parents.has(kernel) ? [kernel, ...marked] : marked);
  // A set that grows while it is walked: each process brings its children.
  for (const parent of found)
    for (const [pid, itsParent] of parents) if (itsParent === parent) found.add(pid);
  return [...found];
}

function parentsByProcess(): Map<number, number> {
  if (process.platform !== "linux") return new Map();
  const pids = readdirSync("/proc").map(Number).filter(Number.isInteger);
  return new Map(pids.map((pid) => [pid, parentOf(pid)] as const).filter(([, parent]) => parent > 0));
}

/** 0 where the process has ended, or waits as a zombie for its parent to notice. */
function parentOf(pid: number): number {
  const [state, parent] = afterName(read(`/proc/${pid}/stat`));
  return state === undefined || state === "Z" ? 0 : Number(parent);
}

// "42 (a name) S 41 ...": the name may have spaces and brackets.
function afterName(stat: string): string[] {
  return stat === "" ? [] : stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function hasMark(pid: number, mark: string): boolean {
  return read(`/proc/${pid}/environ`).split("\0").includes(`${markName}=${mark}`);
}

/** Empty where the process has ended or is another user's. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
