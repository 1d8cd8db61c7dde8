#!/usr/bin/env node
// The entry of the command line: connects the commands with this process.
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { CommandIo } from "./commandIo.ts";
import { commandLine } from "./commandLine.ts";

const lines: string[] = [];
let waiting: ((line: string | undefined) => void) | undefined;
let reader: ReturnType<typeof createInterface> | undefined;
let ended = false;

function openInput(): void {
  reader ??= createInterface({ input: process.stdin, terminal: false })
    .on("line", (line) => {
      if (waiting) waiting(line);
      else lines.push(line);
      waiting = undefined;
    })
    .on("close", () => {
      ended = true;
      waiting?.(undefined);
    });
}

function nextLine(): Promise<string | undefined> {
  if (lines.length > 0 || ended) return Promise.resolve(lines.shift());
  return new Promise((resolve) => (waiting = resolve));
}

const io: CommandIo = {
  cwd: process.cwd(),
  dist: fileURLToPath(new URL(".", import.meta.url)),
  out: (written) => void process.stdout.write(written),
  err: (written) => void process.stderr.write(written),
  async readLine(prompt) {
    openInput();
    process.stdout.write(prompt);
    const line = await nextLine();
    if (!process.stdin.isTTY) process.stdout.write("\n"); // Nobody has pressed Enter behind the prompt.
    return line;
  },
  readInput: () => text(process.stdin),
  onInterrupt(listener) {
    const signals = ["SIGINT", "SIGTERM"] as const;
    for (const signal of signals) process.on(signal, listener);
    return () => signals.forEach((signal) => process.off(signal, listener));
  },
};

// A reader that has seen enough (`tokenwise lint . | head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 2));
process.exitCode = await commandLine(process.argv.slice(2), io);
if (reader) process.stdin.destroy();
