import { dirname } from "node:path";

/** The error for a package that is not installed where the file `base` looks for it. */
export function missingPackage(specifier: string, base: string): Error {
  return new Error(`Cannot find the package "${packageName(specifier)}": ${remedy(specifier, base)}.`);
}

/**
 * The error for a package that `specifier` itself needs and does not find, from Node's own; undefined for any other.
 * Node has looked for it and remembers that there was none.
 */
export function missingNeed(specifier: string, base: string, error: unknown): Error | undefined {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") return undefined;
  const needed = /^Cannot find (?:package|module) '([^'./:\\][^':\\]*)'/.exec(message)?.[1];
  if (needed === undefined || packageName(needed) === packageName(specifier)) return undefined;
  return new Error(
    `The package "${packageName(specifier)}" needs "${packageName(needed)}", which is not installed: ${remedy(needed, base)}, then restart the kernel.`,
    { cause: error },
  );
}

function remedy(specifier: string, base: string): string {
  return `install it in ${dirname(base)} with "npm install ${packageName(specifier)}"`;
}

/** `@scope/name` of `@scope/name/part`. */
export function packageName(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}
