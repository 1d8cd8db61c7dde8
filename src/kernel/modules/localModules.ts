import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, sep } from "node:path";
import { inspect } from "node:util";
import { Script } from "node:vm";
import { withBuiltIns } from "../builtins.ts";
import { parserFailure } from "../errors/parserFailure.ts";
import { compileLocal, localHook, type CompiledFile } from "./compileLocal.ts";
import { importMeta } from "./importMeta.ts";
import { setLocalPlaces } from "./localPlaces.ts";
import { isPath, resolveLocal } from "./resolveLocal.ts";

type Namespace = Record<string, unknown>;
/** Imports from a file what is no local file: packages, Node's own modules, "tokenwise". */
type ImportOther = (specifier: string, base: string) => Promise<Namespace>;

interface LocalModule {
  readonly file: string;
  readonly source: string;
  readonly compiled: CompiledFile;
  /** Specifier -> local file. */
  readonly dependencies: Map<string, string>;
  module: { exports: unknown };
  evaluation: Promise<void> | undefined;
}

/**
 * Local files, which Node would load only once and TypeScript not at all: each import looks at the file and at all that
 * it imports, and runs again what has changed.
 */
export class LocalModules {
  private readonly modules = new Map<string, LocalModule>();
  private readonly importOther: ImportOther;

  constructor(importOther: ImportOther) {
    this.importOther = importOther;
  }

  /** Whether a file is loaded here: a source or JSON file that belongs to no package. */
  static loads(file: string): boolean {
    return /^\.([mc]?[jt]s|json)$/.test(extname(file)) && !file.includes(`${sep}node_modules${sep}`);
  }

  async import(file: string): Promise<Namespace> {
    withBuiltIns(() => this.refresh(file));
    await this.evaluate(file, new Set());
    return namespaceOf(this.modules.get(file)!);
  }

  /** Names that a file exports as types. */
  typesOf(file: string): ReadonlySet<string> {
    return this.modules.get(file)?.compiled.types ?? new Set();
  }

  // Reads the file and all below it again; forgets what has changed or imports something that has.
  private refresh(file: string): void {
    const seen = new Map<string, boolean>();
    const visit = (path: string): boolean => {
      if (seen.has(path)) return seen.get(path)!;
      const old = this.modules.get(path);
      const current = readModule(path, old);
      let changed = current !== old;
      seen.set(path, changed);
      this.modules.set(path, current);
      for (const dependency of current.dependencies.values()) changed = visit(dependency) || changed;
      seen.set(path, changed);
      if (changed) current.evaluation = undefined;
      return changed;
    };
    visit(file);
  }

  private evaluate(file: string, importers: Set<string>): Promise<void> {
    const local = this.modules.get(file)!;
    return (local.evaluation ??= this.run(local, new Set([...importers, file])).catch((error: unknown) => {
      local.evaluation = undefined;
      throw error;
    }));
  }

  private async run(local: LocalModule, importers: Set<string>): Promise<void> {
    const { file, compiled, dependencies } = local;
    local.module = { exports: {} }; // Files that import each other in a circle find what is there so far.
    for (const dependency of dependencies.values())
      if (!importers.has(dependency)) await this.evaluate(dependency, importers);
    if (extname(file) === ".json") local.module.exports = parseJson(file, local.source);
    else {
      setLocalPlaces(file, compiled.mapPlace);
      const others = compiled.isModule ? await this.importOthers(local) : new Map<string, Namespace>();
      const [run, require] = withBuiltIns(() => [this.factory(local), this.requireOf(local, others)]);
      await run(local.module, local.module.exports, require);
    }
  }

  private async importOthers({ file, compiled, dependencies }: LocalModule): Promise<Map<string, Namespace>> {
    const others = compiled.specifiers.filter((specifier) => !dependencies.has(specifier));
    return new Map(
      await Promise.all(
        others.map(async (name) => [name, asTranspiled(await this.importOther(name, file))] as const),
      ),
    );
  }

  private requireOf({ file, dependencies, compiled }: LocalModule, others: Map<string, Namespace>) {
    const nodeRequire = createRequire(file);
    return (specifier: string): unknown => {
      const dependency = this.modules.get(dependencies.get(specifier) ?? "");
      if (!dependency) return others.get(specifier) ?? nodeRequire(specifier);
      const isInterop = compiled.isModule && !dependency.compiled.isModule;
      return isInterop ? asTranspiled(namespaceOf(dependency)) : dependency.module.exports;
    };
  }

  private factory({ file, compiled, source }: LocalModule) {
    const hook = {
      meta: importMeta(file),
      dynamicImport: (name: unknown) => this.importOther(String(name), file),
    };
    const names = `module, exports, require, __filename, __dirname, ${localHook}`;
    const start = `(${compiled.awaits ? "async " : ""}function (${names}) {`;
    const options = { filename: file, columnOffset: -start.length };
    let script: Script;
    try {
      script = new Script(`${start}${compiled.code}\n})`, options);
    } catch (error) {
      const failure = parserFailure(compiled.code, compiled.mapPlace);
      throw failure ? Object.assign(failure, { file, source }) : error;
    }
    const run = script.runInThisContext() as (...values: unknown[]) => unknown;
    return (module: object, exports: unknown, require: unknown) =>
      run.call(exports, module, exports, require, file, dirname(file), hook);
  }
}

function readModule(file: string, old: LocalModule | undefined): LocalModule {
  const source = readFileSync(file, "utf8");
  if (old?.source === source) return old;
  const isJson = extname(file) === ".json";
  const compiled = compileLocal(file, isJson ? "" : source);
  const dependencies = new Map<string, string>();
  for (const specifier of compiled.specifiers.filter(isPath)) {
    const dependency = resolveLocal(specifier, file);
    if (LocalModules.loads(dependency)) dependencies.set(specifier, dependency);
  }
  return { file, source, compiled, dependencies, module: { exports: {} }, evaluation: undefined };
}

function namespaceOf({ module, compiled }: LocalModule): Namespace {
  const exported = module.exports as Namespace;
  if (compiled.isModule) return moduleView(exported);
  const isObject = typeof exported === "object" && exported !== null && !Array.isArray(exported);
  return isObject || typeof exported === "function"
    ? { ...exported, default: exported }
    : { default: exported };
}

const transpiled = new WeakMap<object, Namespace>();

// How compiled CommonJS code knows that the default export is a property.
function asTranspiled(namespace: Namespace): Namespace {
  let view = transpiled.get(namespace);
  if (!view) {
    view = Object.defineProperty(viewOf(namespace), "__esModule", { value: true });
    transpiled.set(namespace, view);
  }
  return view;
}

/** Reads what a module exports at that moment, and refuses to assign to it. */
function viewOf(namespace: Namespace): Namespace {
  const view = Object.create(null) as Namespace;
  for (const name of Object.keys(namespace))
    Object.defineProperty(view, name, { enumerable: true, get: () => namespace[name] });
  return view;
}

const views = new WeakMap<object, Namespace>();

/** What a module of ours exports. */
function moduleView(exported: Namespace): Namespace {
  let view = views.get(exported);
  if (!view) {
    view = Object.defineProperties(viewOf(exported), {
      [Symbol.toStringTag]: { value: "Module" },
      [inspect.custom]: { value: () => ({ ...exported }) },
    });
    Object.preventExtensions(view);
    views.set(exported, view);
  }
  return view;
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`${file} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}
