import { closestName } from "./closestName.ts";
import type { Namespace } from "./moduleViews.ts";

/** The error for a name that a module does not export. */
export function missingExport(specifier: string, namespace: Namespace, name: string, importer = ""): Error {
  if (name === "default")
    return new SyntaxError(
      `"${specifier}" has no default export${importer}: write import * as name, or import { name }.`,
    );
  const close = closestName(name, Object.keys(namespace));
  const hint = close === undefined ? "" : ` Did you mean "${close}"?`;
  return new SyntaxError(`"${specifier}" has no export named "${name}"${importer}.${hint}`);
}
