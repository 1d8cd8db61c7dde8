/** What a command may touch, so that tests run commands without a process. */
export interface CommandIo {
  /** Folder that relative paths start from. */
  readonly cwd: string;
  /** Folder of the built bundles (kernel.cjs, page.js, the grammars). */
  readonly dist: string;
  out(text: string): void;
  err(text: string): void;
  /** Asks for a line of standard input; undefined when it has ended, or the signal says that no line is needed. */
  readLine(prompt: string, signal: AbortSignal): Promise<string | undefined>;
  /** All of standard input, as it is. */
  readInput(): Promise<string>;
  /** Calls `listener` for each Ctrl-C, and when the terminal is closed, until the result is called. */
  onInterrupt(listener: () => void): () => void;
}

/** The command was called wrongly: its one sentence is printed and the exit code is 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
