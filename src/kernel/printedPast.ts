import fs from "node:fs";
import { ownerMark } from "../protocol/ownerMark.ts";
import { pipes } from "./channel.ts";
import { currentExecution } from "./execution.ts";

// What is printed past the kernel goes straight to the host, also while a cell loops; marks tell for which execution it is.

// Taken before any cell runs: a cell may put a function of its own in its place.
const { writeSync } = fs;

/** The pipes of children, the pair that was used longest ago first, and the execution whose children print there now. */
const pairs: { readonly pair: readonly [number, number]; execution?: number }[] = pipes.children.map(
  (pair) => ({ pair }),
);

/** Native code and children that the kernel waits for print for this execution from now on. */
export function printsFor(execution: number): void {
  mark([1, 2], execution);
}

/**
 * What a child is to be started with in place of the kernel's own stdout and stderr, if it was to share them: it may
 * print on when its cell has ended and others run.
 */
export function ownStdio(stdio: unknown): unknown {
  const all = stdio === "inherit" ? [stdio, stdio, stdio] : stdio;
  if (!Array.isArray(all)) return stdio;
  const shared = all.map(descriptorOf);
  if (!shared.some((descriptor) => descriptor === 1 || descriptor === 2)) return stdio;
  const execution = currentExecution()?.number;
  if (execution === undefined) return stdio;
  const [stdout, stderr] = pairOf(execution);
  return all.map((own: unknown, i) => (shared[i] === 1 ? stdout : shared[i] === 2 ? stderr : own));
}

function descriptorOf(stdio: unknown, index: number): unknown {
  if (stdio === "inherit") return index;
  return typeof stdio === "object" && stdio !== null && "fd" in stdio ? stdio.fd : stdio;
}

function pairOf(execution: number): readonly [number, number] {
  const own = pairs.findIndex((candidate) => candidate.execution === execution);
  const [used] = pairs.splice(Math.max(own, 0), 1);
  pairs.push(used!);
  if (own === -1) mark(used!.pair, execution);
  used!.execution = execution;
  return used!.pair;
}

function mark(descriptors: readonly number[], execution: number): void {
  for (const descriptor of descriptors)
    try {
      writeSync(descriptor, ownerMark(execution));
    } catch {
      // A cell has closed it, or what is printed there is not read fast enough: then it stays the one's before.
    }
}
