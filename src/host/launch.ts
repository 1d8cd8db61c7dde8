import type { KernelOptions } from "./kernelProcess.ts";

/** Variables that would change how the kernel's Node runs, or start a debugger in it. */
const notInherited = [
  "NODE_OPTIONS",
  "NODE_REPL_EXTERNAL_MODULE",
  "VSCODE_INSPECTOR_OPTIONS",
  "NODE_CHANNEL_FD",
];

/**
 * glibc gives the memory of every large array back to the system when it is freed, and each new one then pays for fresh pages, several
 * times what computing it takes. With these it keeps up to 512 MiB for the next arrays, in large pages where the system has them.
 */
const keepFreedMemory = [
  "glibc.malloc.mmap_threshold=33554432",
  "glibc.malloc.trim_threshold=536870912",
  "glibc.malloc.hugetlb=1",
].join(":");

/** A kernel that waits for a debugger, or takes its port, never answers; cells are debugged from their own menu. */
const debuggerOptions = /(?:^|\s)--(?:inspect|debug)(?:-\w+)*(?:=\S+)?(?=\s|$)/g;

/** @throws RangeError for a limit that is none. */
export function kernelArguments(kernelPath: string, heapMb: number | undefined): string[] {
  if (heapMb !== undefined && !(Number.isFinite(heapMb) && heapMb >= 1))
    throw new RangeError(`The kernel's heap limit must be a number of megabytes from 1 up, not ${heapMb}.`);
  return [
    // Without it Node aborts when a timer's callback is stopped.
    "--no-force-async-hooks-checks",
    "--disable-warning=ExperimentalWarning",
    ...(heapMb === undefined ? [] : [`--max-old-space-size=${Math.floor(heapMb)}`]),
    kernelPath,
  ];
}

export function kernelEnvironment(
  inherited: NodeJS.ProcessEnv,
  { env = {}, notebookPath }: Pick<KernelOptions, "env" | "notebookPath">,
): NodeJS.ProcessEnv {
  const result: NodeJS.ProcessEnv = { ...inherited };
  for (const name of notInherited) Reflect.deleteProperty(result, name);
  if (process.platform === "linux") result["GLIBC_TUNABLES"] ??= keepFreedMemory;
  Object.assign(result, env);
  if (result["NODE_OPTIONS"] !== undefined)
    result["NODE_OPTIONS"] = String(result["NODE_OPTIONS"]).replace(debuggerOptions, "");
  for (const [name, value] of Object.entries(env)) if (value === "") Reflect.deleteProperty(result, name);
  if (process.versions["electron"]) result["ELECTRON_RUN_AS_NODE"] = "1";
  if (notebookPath !== undefined) result["TOKENWISE_NOTEBOOK"] = notebookPath;
  return result;
}
