import { createRequire } from "node:module";
import * as api from "../api.ts";
import { withBuiltIns } from "../builtins.ts";
import { nodeSpecifier } from "./foreignSpecifier.ts";
import { noteLoading } from "../errors/hints.ts";
import { isInstalled } from "./isInstalled.ts";
import { missingNeed, missingPackage, packageName } from "./missingPackage.ts";
import { isPath } from "./resolveLocal.ts";

/** Node's own `require` from the file `base`, which also knows what cells can import, and says so where it cannot load that. */
export function requirePackage(written: string, base: string): unknown {
  if (written === "tokenwise") return api;
  const specifier = nodeSpecifier(written);
  if (!isPath(specifier) && !withBuiltIns(() => isInstalled(specifier, base)))
    throw missingPackage(specifier, base);
  try {
    return createRequire(base)(specifier);
  } catch (error) {
    throw (
      missingNeed(specifier, base, error) ??
      (isPath(specifier) ? error : noteLoading(error, packageName(specifier)))
    );
  }
}
