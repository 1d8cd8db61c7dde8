import { createRequire } from "node:module";
import * as api from "../api.ts";
import { withBuiltIns } from "../builtins.ts";
import { ForeignImportError, nodeSpecifier } from "./foreignSpecifier.ts";
import { isInstalled } from "./isInstalled.ts";
import { missingNeed, missingPackage } from "./missingPackage.ts";
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
    if (!isPath(specifier) && !withBuiltIns(() => isInstalled(specifier, file)))
      throw missingPackage(specifier, file);
    try {
      return require(specifier);
    } catch (error) {
      throw missingNeed(specifier, file, error) ?? error;
    }
  };
  return Object.assign(load, require);
}
