import { isBuiltin } from "node:module";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import * as api from "../api.ts";
import type { Imported } from "../bindings.ts";
import { withBuiltIns } from "../builtins.ts";
import { noteLoading } from "../errors/hints.ts";
import { adoptFrames } from "../errors/stackFormat.ts";
import { nodeSpecifier } from "./foreignSpecifier.ts";
import { isInstalled } from "./isInstalled.ts";
import { isLocal } from "./localModule.ts";
import { LocalModules } from "./localModules.ts";
import { missingExport } from "./missingExport.ts";
import { missingNeed, missingPackage, packageName } from "./missingPackage.ts";
import { isModule, type Namespace } from "./moduleViews.ts";
import { nativeImport } from "./nativeImport.ts";
import { notebookFile } from "./notebookFile.ts";
import { requirePackage } from "./requirePackage.ts";
import { isPath, resolveLocal } from "./resolveLocal.ts";

const localModules = new LocalModules({ import: importFrom, require: requirePackage });

/**
 * A cell's static import.
 *
 * @param names must exist in the module, types apart.
 */
export async function importForCell(specifier: string, names: readonly string[]): Promise<Imported> {
  const caller = new Error("caller");
  try {
    const namespace = await importFrom(specifier, notebookFile);
    checkNames(specifier, namespace, names);
    const isLive = isModule(namespace) && !isBuiltin(specifier);
    return { namespace, isLive };
  } catch (error) {
    throw adoptFrames(error, caller);
  }
}

/** A cell's `import(specifier)`. */
export async function dynamicImport(specifier: unknown): Promise<object> {
  return (await importForCell(String(specifier), [])).namespace;
}

async function importFrom(written: string, base: string): Promise<Namespace> {
  if (written === "tokenwise") return api as Namespace;
  const specifier = nodeSpecifier(written);
  if (!isPath(specifier)) return importPackage(specifier, base);
  const file = withBuiltIns(() => localFile(specifier, base));
  if (isLocal(file)) return localModules.import(file);
  return nativeImport(pathToFileURL(file).href, base);
}

/** The same by `require`. */
export function requireFrom(specifier: string, base: string): unknown {
  if (!isPath(specifier)) return requirePackage(specifier, base);
  const file = withBuiltIns(() => localFile(specifier, base));
  return isLocal(file) ? localModules.require(file) : requirePackage(file, base);
}

function localFile(specifier: string, base: string): string {
  const file = resolveLocal(specifier, base);
  if (!/\.[jt]sx$/.test(file)) return file;
  throw new Error(
    `Cannot import "${specifier}": ${basename(file)} is JSX, which cells do not compile. Move what needs none into a .ts file.`,
  );
}

async function importPackage(specifier: string, base: string): Promise<Namespace> {
  if (!withBuiltIns(() => isInstalled(specifier, base))) throw missingPackage(specifier, base);
  try {
    return await nativeImport(specifier, base);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (isTypeScriptSource(code, message))
      throw new Error(
        `The package "${packageName(specifier)}" holds TypeScript source, which Node does not load from node_modules: install a version that is built to JavaScript, or copy its source beside the notebook and import it by its path.`,
        { cause: error },
      );
    throw missingNeed(specifier, base, error) ?? noteLoading(error, packageName(specifier));
  }
}

// Node 20, and Node from 22.18 on, which strips types of other files.
function isTypeScriptSource(code: string | undefined, message: string): boolean {
  if (code === "ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING") return true;
  return code === "ERR_UNKNOWN_FILE_EXTENSION" && /"\.[mc]?tsx?"/.test(message);
}

function checkNames(specifier: string, namespace: Namespace, names: readonly string[]): void {
  const missing = names.find((name) => !(name in namespace) && !isType(specifier, name));
  if (missing !== undefined) throw missingExport(specifier, namespace, missing);
}

function isType(specifier: string, name: string): boolean {
  if (specifier === "tokenwise" || isBuiltin(specifier) || !isPath(specifier)) return false;
  return localModules.typesOf(resolveLocal(specifier, notebookFile)).has(name);
}
