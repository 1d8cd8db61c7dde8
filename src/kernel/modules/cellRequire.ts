import { createRequire } from "node:module";
import * as api from "../api.ts";
import { ForeignImportError, nodeSpecifier } from "./foreignSpecifier.ts";
import { missingPackage } from "./missingPackage.ts";
import { isPath } from "./resolveLocal.ts";

/** Node's own `require`, from `file`, which also knows what cells can import, and says so where it cannot load that. */
export function cellRequire(file: string): NodeJS.Require {
  const require = createRequire(file);
  const load = (written: string): unknown => {
    if (typeof written !== "string") return require(written); // Refused there.
    if (written === "tokenwise") return api;
    const specifier = nodeSpecifier(written);
    if (isPath(specifier) && /\.[mc]?tsx?$/.test(specifier))
      throw new ForeignImportError(
        `"${written}" is TypeScript, which require does not load: write import * as name from "${written}".`,
      );
    try {
      return require(specifier);
    } catch (error) {
      throw isAbout(error, specifier) ? missingPackage(specifier, file) : error;
    }
  };
  return Object.assign(load, require);
}

/** Whether it is the package itself that is missing, and none that it needs. */
function isAbout(error: unknown, specifier: string): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return (
    code === "MODULE_NOT_FOUND" &&
    !isPath(specifier) &&
    message.startsWith(`Cannot find module '${specifier}'`)
  );
}
