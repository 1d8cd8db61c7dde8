#!/usr/bin/env node
// The entry of the command line: connects the commands with this process.
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { CommandIo } from "./commandIo.ts";
import { commandLine } from "./commandLine.ts";
import { LineReader } from "./lineReader.ts";

const input = new LineReader(process.stdin);

const io: CommandIo = {
  cwd: process.cwd(),
  dist: fileURLToPath(new URL(".", import.meta.url)),
  out: (written) => void process.stdout.write(written),
  err: (written) => void process.stderr.write(written),
  async readLine(prompt, signal) {
    process.stdout.write(prompt);
    const line = await input.next(signal);
    // Where nobody has pressed Enter behind the prompt.
    if (!process.stdin.isTTY || line === undefined) process.stdout.write("\n");
    return line;
  },
  readInput: () => text(process.stdin),
  onInterrupt(listener) {
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    for (const signal of signals) process.on(signal, listener);
    return () => signals.forEach((signal) => process.off(signal, listener));
  },
};

// A reader that has seen enough (`tokenwise lint . | head`) is no failure.
process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
  // A terminal that was closed: what the command still has to write goes into files.
  if (code !== "EIO") process.exit(code === "EPIPE" ? 0 : 2);
});
process.stderr.on("error", () => undefined);
process.exitCode = await commandLine(process.argv.slice(2), io);
if (input.isOpen) process.stdin.destroy();
