import { spawn, type ChildProcess } from "node:child_process";
import { kernelProcesses } from "./kernelProcesses.ts";

/** A process may start another while the list of them is made; more rounds than that are a fork bomb. */
const mostRounds = 10;

/**
 * Ends a process that leads its own group, and what it has started; nothing happens when all have ended.
 *
 * @param mark the kernel's own, see kernelProcesses.
 */
export function killTree(child: ChildProcess, mark: string): void {
  if (child.pid === undefined) return;
  if (process.platform === "win32") {
    spawn("taskkill", ["/pid", String(child.pid), "/t", "/f"], { stdio: "ignore", windowsHide: true });
    return;
  }
  const hasEnded = child.exitCode !== null || child.signalCode !== null;
  killMarked(hasEnded ? 0 : child.pid, mark);
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") child.kill("SIGKILL");
  }
}

/** Ends the kernel, where it still runs, and all processes that its cells have started. */
function killMarked(kernel: number, mark: string): void {
  const killed = new Set<number>();
  for (let round = 0; round < mostRounds; round++) {
    const found = kernelProcesses(kernel, mark).filter((pid) => !killed.has(pid));
    if (found.length === 0) return;
    for (const pid of found) {
      killed.add(pid);
      kill(pid);
    }
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended meanwhile, or is another user's.
  }
}
