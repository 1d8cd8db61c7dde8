import { dirname } from "node:path";

/** The error for a package that is not installed where the file `base` looks for it. */
export function missingPackage(specifier: string, base: string): Error {
  const name = packageName(specifier);
  return new Error(
    `Cannot find the package "${name}": install it in ${dirname(base)} with "npm install ${name}", then restart the kernel.`,
  );
}

/** `@scope/name` of `@scope/name/part`. */
export function packageName(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}
