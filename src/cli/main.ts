// The entry of the command line: connects the commands with this process.
import { createInterface } from "node:readline";
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
      if (!process.stdin.isTTY) process.stdout.write("\n"); // Nobody has pressed Enter.
      if (waiting) waiting(line);
      else lines.push(line);
      waiting = undefined;
    })
    .on("close", () => {
      ended = true;
      waiting?.(undefined);
    });
}

const io: CommandIo = {
  cwd: process.cwd(),
  dist: fileURLToPath(new URL(".", import.meta.url)),
  out: (text) => void process.stdout.write(text),
  err: (text) => void process.stderr.write(text),
  readLine(prompt) {
    openInput();
    process.stdout.write(prompt);
    if (lines.length > 0 || ended) return Promise.resolve(lines.shift());
    return new Promise((resolve) => (waiting = resolve));
  },
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
