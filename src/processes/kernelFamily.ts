import { spawnSync } from "node:child_process";
import {
  childrenOf,
  identityOf,
  processTable,
  type ProcessEntry,
  type ProcessIdentity,
} from "./processTable.ts";

/** How often children's children are looked for while any runs, in milliseconds. */
const lookEvery = 200;
/** How long a child that the kernel waits for may take to end when it is interrupted, in milliseconds. */
const patience = 300;
/** A process may start another while the list of them is made; more rounds than that are a fork bomb. */
const mostRounds = 10;

/**
 * A kernel's process and those that its cells have started, whatever groups, sessions and environments they have made
 * for themselves. They are its children's children; where a parent has ended before, they have the kernel's mark in the
 * environment they began with, or they or their session were seen while the parent lived (Linux).
 *
 * A process stays that has made a session and an empty environment for itself and whose parent ended at once, before it
 * could be seen: nothing that a program without rights of its own can read tells whose it was. On Windows it is the tree of
 * the kernel alone.
 */
export class KernelFamily {
  private readonly kernel: number;
  private readonly mark: string;
  /** Process id -> when it began, of the children that the kernel has told of, and of theirs. */
  private readonly children = new Map<number, string>();
  private timer: NodeJS.Timeout | undefined;

  /** @param mark what the environment of all of them holds under `markName`. */
  constructor(kernel: number, mark: string) {
    this.kernel = kernel;
    this.mark = mark;
  }

  /** Keeps in mind a child that may leave its session or outlive the kernel. */
  remember({ pid, start }: ProcessIdentity): void {
    this.children.set(pid, start);
    this.timer ??= setInterval(() => this.look(), lookEvery).unref();
  }

  /**
   * Ends all of them, and the kernel last; nothing happens where all have ended.
   *
   * @param hasEnded whether the kernel has, so that its id may be another's by now.
   */
  end(hasEnded = false): void {
    if (process.platform === "win32") return hasEnded ? undefined : endTree(this.kernel);
    const killed = new Set<number>([this.kernel, process.pid]);
    for (let round = 0; round < mostRounds; round++) {
      const found = this.members(hasEnded).filter((pid) => !killed.has(pid));
      if (found.length === 0) break;
      for (const pid of found) {
        killed.add(pid);
        kill(pid);
      }
    }
    // The group that the kernel leads is its own as long as anybody is in it.
    kill(-this.kernel);
    if (!hasEnded) kill(this.kernel);
  }

  /**
   * Children that the kernel's main thread waits for (`execSync`): no other is started by that thread without being told
   * of. Linux only.
   */
  awaited(): number[] {
    // A thread's children are known by its id, which is the process's for the main thread.
    return childrenOf(this.kernel, this.kernel).filter((pid) => !this.isChild(pid));
  }

  /** Interrupts the awaited children, and theirs, as Ctrl-C would, and ends those that go on. */
  endAwaited(): void {
    const awaited = new Set(this.awaited());
    for (const parent of awaited) for (const pid of childrenOf(parent)) awaited.add(pid);
    const identities = [...awaited].flatMap((pid) => identityOf(pid) ?? []);
    for (const { pid } of identities) kill(pid, "SIGINT");
    const endRest = (): void => {
      for (const { pid, start } of identities) if (identityOf(pid)?.start === start) kill(pid);
    };
    if (identities.length > 0) setTimeout(endRest, patience).unref();
  }

  /** Remembers the children's children, which may lose their parents, as long as one of them runs. */
  private look(): void {
    const running = new Set([...this.children.keys()].filter((pid) => this.isChild(pid)));
    if (running.size === 0) {
      clearInterval(this.timer);
      this.timer = undefined;
    }
    // A set that grows while it is walked.
    for (const parent of running)
      for (const pid of childrenOf(parent)) {
        const child = identityOf(pid);
        if (child) this.children.set(pid, child.start);
        running.add(pid);
      }
  }

  /** Ids of the processes that run now. */
  private members(hasEnded: boolean): number[] {
    const table = processTable(this.mark);
    const begun = new Set(hasEnded ? [] : [this.kernel]);
    for (const entry of table) if (entry.isMarked || this.isRemembered(entry)) begun.add(entry.pid);
    // A set that grows while it is walked: each process brings its children.
    for (const parent of begun) for (const { pid, parent: of } of table) if (of === parent) begun.add(pid);
    return [...begun];
  }

  private isRemembered({ pid, session }: ProcessEntry): boolean {
    return this.isChild(pid) || (session !== 0 && this.isChildsSession(session));
  }

  private isChild(pid: number): boolean {
    const start = this.children.get(pid);
    return start !== undefined && start === identityOf(pid)?.start;
  }

  // A session's id is given to nobody else as long as anybody is in it; its first process may have ended.
  private isChildsSession(session: number): boolean {
    const start = this.children.get(session);
    return (
      session === this.kernel || (start !== undefined && start === (identityOf(session)?.start ?? start))
    );
  }
}

function endTree(pid: number): void {
  spawnSync("taskkill", ["/pid", String(pid), "/t", "/f"], { stdio: "ignore", windowsHide: true });
}

// Taken before any cell runs: a cell may put a function of its own in its place.
const sendSignal = process.kill.bind(process);

function kill(pid: number, signal: NodeJS.Signals = "SIGKILL"): void {
  try {
    sendSignal(pid, signal);
  } catch {
    // It has ended meanwhile, or is another user's.
  }
}
