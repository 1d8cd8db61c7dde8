import { existsSync, readFileSync } from "node:fs";
import { extname, sep } from "node:path";
import { addImportFrame } from "../errors/stackFormat.ts";
import { importFrame } from "../errors/userFrames.ts";
import type { Execution } from "../execution.ts";
import { compileLocal, type CompiledFile } from "./compileLocal.ts";
import { commonJsNamespace, moduleView, type Namespace } from "./moduleViews.ts";
import { isPath, resolveLocal } from "./resolveLocal.ts";

/** A local file as it was read last, and how far it has run. */
export interface LocalModule {
  readonly file: string;
  readonly source: string;
  readonly compiled: CompiledFile;
  /** Specifier -> local file. Those of CommonJS are known once it has required them. */
  readonly dependencies: Map<string, string>;
  module: { exports: unknown };
  /** Settled once the file has run; set as soon as it begins to. */
  evaluation: Promise<void> | undefined;
  /** The cell that makes it run, until it has. */
  runsFor: Execution | undefined;
}

/** Whether a file is loaded by the kernel: a source or JSON file that belongs to no package. */
export function isLocal(file: string): boolean {
  return /^\.([mc]?[jt]s|json)$/.test(extname(file)) && !file.includes(`${sep}node_modules${sep}`);
}

/** Reads a file anew, unless it is as it was and all that it imports is still there. */
export function readModule(file: string, old: LocalModule | undefined): LocalModule {
  const source = readFileSync(file, "utf8");
  if (old?.source === source && [...old.dependencies.values()].every((path) => existsSync(path))) return old;
  const compiled = compileLocal(file, extname(file) === ".json" ? "" : source);
  const dependencies = new Map<string, string>();
  for (const specifier of compiled.specifiers.filter(isPath)) {
    const dependency = atImport({ file, compiled }, specifier, () => resolveLocal(specifier, file));
    if (isLocal(dependency)) dependencies.set(specifier, dependency);
  }
  return {
    file,
    source,
    compiled,
    dependencies,
    module: { exports: {} },
    evaluation: undefined,
    runsFor: undefined,
  };
}

/** What importing it gives, once it has run. */
export function namespaceOf({ compiled, module }: LocalModule): Namespace {
  return compiled.exports.isReplaced
    ? commonJsNamespace(module.exports)
    : moduleView(module.exports as Namespace);
}

/** What requiring it gives. */
export function requiredOf({ compiled, module }: LocalModule): unknown {
  return compiled.exports.isReplaced ? module.exports : moduleView(module.exports as Namespace);
}

/** Local files that run before a module does; CommonJS has them run when it requires them. */
export function imported({ compiled, dependencies }: LocalModule): string[] {
  return compiled.isModule ? [...dependencies.values()] : [];
}

/** What a module imports that is no local file. */
export function foreign({ compiled, dependencies }: LocalModule): string[] {
  return compiled.specifiers.filter((specifier) => !dependencies.has(specifier));
}

/** Runs what an import of a file asks for. Errors that no other file has thrown get its place. */
export function atImport<T>(
  { file, compiled }: Pick<LocalModule, "file" | "compiled">,
  specifier: string,
  run: () => T,
): T {
  const fail = (error: unknown): never => {
    throw addImportFrame(error, importFrame(file, compiled.placeOf(specifier)));
  };
  try {
    const result = run();
    return result instanceof Promise ? (result.catch(fail) as T) : result;
  } catch (error) {
    return fail(error);
  }
}
