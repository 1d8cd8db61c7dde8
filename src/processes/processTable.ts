import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** The variable of the environment by which processes that a kernel's cells have started are known. */
export const markName = "TOKENWISE_KERNEL";

/** One running process. */
export interface ProcessEntry {
  readonly pid: number;
  readonly parent: number;
  /** The process that began its session; 0 where the system does not tell. */
  readonly session: number;
  /** Whether the environment that it began with holds the mark. */
  readonly isMarked: boolean;
}

/** The processes that run now, zombies apart, where this can be asked: Linux and macOS. */
export function processTable(mark: string): ProcessEntry[] {
  if (process.platform === "linux") return linuxTable(mark);
  if (process.platform === "darwin") return parsePs(ps(), mark);
  return [];
}

/** A process, told from a later one with the same id by when it began. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly start: string;
}

/** Undefined where there is no such process, or the system is not Linux. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const start = process.platform === "linux" ? linuxStat(pid)[19] : undefined;
  return start === undefined ? undefined : { pid, start };
}

/**
 * Ids of a process's children, or of those alone that one of its threads has started; none where the system does not list
 * them: only Linux does.
 */
export function childrenOf(pid: number, thread?: number): number[] {
  const threads = thread === undefined ? threadsOf(pid) : [thread];
  return threads.flatMap((id) => {
    const list = read(`/proc/${pid}/task/${id}/children`).trim();
    return list === "" ? [] : list.split(" ").map(Number);
  });
}

function threadsOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number);
  } catch {
    return [];
  }
}

function linuxTable(mark: string): ProcessEntry[] {
  const entries: ProcessEntry[] = [];
  for (const pid of readdirSync("/proc").map(Number).filter(Number.isInteger)) {
    const [state, parent, , session] = linuxStat(pid);
    if (state === undefined || state === "Z") continue;
    const environment = read(`/proc/${pid}/environ`).split("\0");
    const isMarked = environment.includes(`${markName}=${mark}`);
    entries.push({ pid, parent: Number(parent), session: Number(session), isMarked });
  }
  return entries;
}

// "42 (a name) S 41 ...": the name may have spaces and brackets. The fields from the state on.
function linuxStat(pid: number): string[] {
  const stat = read(`/proc/${pid}/stat`);
  return stat === "" ? [] : stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

/** Empty where the process has ended or is another user's. */
function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** The environment stands behind the command, of the user's own processes only. */
function ps(): string {
  const options = { encoding: "utf8", maxBuffer: 1e8 } as const;
  return spawnSync("ps", ["-axwwE", "-o", "pid=,ppid=,state=,command="], options).stdout;
}

/** Reads what macOS's `ps -axwwE -o pid=,ppid=,state=,command=` prints. */
export function parsePs(printed: string, mark: string): ProcessEntry[] {
  const marked = new RegExp(`(^| )${markName}=${mark}( |$)`);
  return printed.split("\n").flatMap((line) => {
    const [, pid, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s*(.*)$/.exec(line) ?? [];
    if (pid === undefined || state!.startsWith("Z")) return [];
    return [{ pid: Number(pid), parent: Number(parent), session: 0, isMarked: marked.test(command!) }];
  });
}
