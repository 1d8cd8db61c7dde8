/** What a command may touch, so that tests run commands without a process. */
export interface CommandIo {
  /** Folder that relative paths start from. */
  cwd: string;
  out(text: string): void;
  err(text: string): void;
}

/** The command was called wrongly: its one sentence is printed and the exit code is 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
