import { spawn } from "node:child_process";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

/**
 * Runs a program with its output shown, and waits for its end.
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, quiet?: boolean }} [options] quiet: its output is shown
 *   only where it fails
 * @returns {Promise<number>} the exit code; 1 where a signal ended it
 */
export function run(command, args, { cwd = root, env = {}, quiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const output = quiet ? "pipe" : "inherit";
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["inherit", output, output],
      shell: process.platform === "win32" && command === "npm",
    });
    let kept = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (data) => (kept += data));
    child.on("error", (error) => reject(new Error(`${command} could not be started: ${error.message}.`)));
    child.on("close", (code) => {
      if (code !== 0) process.stderr.write(kept);
      resolve(code ?? 1);
    });
  });
}
