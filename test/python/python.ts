import { spawnSync } from "node:child_process";

/** A Python that has torch, or why there is none. TOKENWISE_PYTHON names another than python3. */
export function torchPython(): { readonly path: string } | { readonly reason: string } {
  const path = process.env["TOKENWISE_PYTHON"] ?? "python3";
  const { status, error } = spawnSync(path, ["-c", "import torch"], { stdio: "ignore" });
  if (error !== undefined) return { reason: `${path} does not start: ${error.message}` };
  return status === 0 ? { path } : { reason: `${path} has no torch` };
}

/** What a script prints. Throws with what it wrote to its standard error. */
export function runPython(path: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(path, args, { cwd, encoding: "utf8", maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`python ${args.join(" ")} ended with ${status}:\n${stderr}`);
  return stdout;
}
