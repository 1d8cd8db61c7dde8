/** How the core reaches files: given by the host, because the core itself runs anywhere. */
export interface Files {
  /** The bytes of a file, in memory that nobody else writes to. Where there is no such file the error's `code` is "ENOENT", as Node's is. */
  read(path: string): Promise<Uint8Array>;
  write(path: string, bytes: Uint8Array): Promise<void>;
}

/** Whether a read failed because there is no such file, and not because it cannot be read. */
export function isMissingFile(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === "ENOENT";
}

let current: Files | null = null;

/** Says how files are read and written from now on. */
export function useFiles(files: Files): void {
  current = files;
}

/** The host's files; throws where the host has given none. */
export function files(): Files {
  if (current === null)
    throw new Error("no access to files here: pass the bytes themselves (a Uint8Array) instead of a path");
  return current;
}
