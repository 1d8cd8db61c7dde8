import { createRequire } from "node:module";
import { basename, dirname, extname } from "node:path";
import { withBuiltIns } from "../builtins.ts";
import { builtIns } from "../compile/compilersOwn.ts";
import { adoptFrames } from "../errors/stackFormat.ts";
import { currentExecution } from "../execution.ts";
import { exportAll } from "./exportAll.ts";
import { importMeta } from "./importMeta.ts";
import {
  atImport,
  foreign,
  imported,
  isLocal,
  namespaceOf,
  readModule,
  requiredOf,
  type LocalModule,
} from "./localModule.ts";
import { localScript } from "./localScript.ts";
import { setLocalPlaces } from "./localPlaces.ts";
import { missingExport } from "./missingExport.ts";
import { asTranspiled, commonJsNamespace, type Namespace } from "./moduleViews.ts";
import { isPath, resolveLocal } from "./resolveLocal.ts";

/** How a file gets what is no local file: packages, Node's own modules, "tokenwise". */
interface Others {
  import(specifier: string, base: string): Promise<Namespace>;
  require(specifier: string, base: string): unknown;
}

/**
 * Local files, which Node would load only once and TypeScript not at all: each import looks at the file and at all that
 * it imports, and runs again what has changed.
 */
export class LocalModules {
  private readonly modules = new Map<string, LocalModule>();
  private readonly others: Others;

  constructor(others: Others) {
    this.others = others;
  }

  async import(file: string): Promise<Namespace> {
    withBuiltIns(() => this.refresh(file));
    await this.evaluate(file, new Set());
    return namespaceOf(this.modules.get(file)!);
  }

  /** @throws Error when the file, or one that it imports, awaits at its top level. */
  require(file: string): unknown {
    withBuiltIns(() => this.refresh(file));
    this.evaluateNow(file);
    return requiredOf(this.modules.get(file)!);
  }

  /** Names that a file exports as types. */
  typesOf(file: string): ReadonlySet<string> {
    return this.modules.get(file)?.compiled.types ?? new Set();
  }

  // Reads the file and all below it again; forgets what has changed, imports something that has, or was stopped.
  private refresh(file: string): void {
    const stale = new Set<LocalModule>();
    const found = this.reach(file, stale, new Map());
    const isStale = ({ dependencies }: LocalModule): boolean =>
      [...dependencies.values()].some((dependency) => stale.has(found.get(dependency)!));
    for (let before = -1; before < stale.size;) {
      before = stale.size;
      for (const local of found.values()) if (isStale(local)) stale.add(local);
    }
    for (const local of stale) local.evaluation = local.runsFor = undefined;
  }

  /** Reads a file and all below it into `found`, and adds to `stale` what does not stand for itself any more. */
  private reach(file: string, stale: Set<LocalModule>, found: Map<string, LocalModule>): typeof found {
    if (found.has(file)) return found;
    const old = this.modules.get(file);
    const local = readModule(file, old);
    const wasStopped = local.runsFor !== undefined && local.runsFor !== currentExecution();
    if (local !== old || wasStopped) stale.add(local);
    this.modules.set(file, local);
    found.set(file, local);
    for (const dependency of local.dependencies.values()) this.reach(dependency, stale, found);
    return found;
  }

  private evaluate(file: string, importers: Set<string>): Promise<void> {
    const local = this.modules.get(file)!;
    return (local.evaluation ??= this.run(local, new Set([...importers, file])).catch((error: unknown) => {
      local.evaluation = undefined;
      throw error;
    }));
  }

  /** Files that import each other in a circle find what is there so far. */
  private evaluateNow(file: string): void {
    const local = this.modules.get(file)!;
    if (local.evaluation) return;
    if (local.compiled.awaits)
      throw new Error(`${basename(file)} awaits at its top level, which require cannot wait for: import it.`);
    local.evaluation = Promise.resolve();
    try {
      begin(local);
      for (const dependency of imported(local)) this.evaluateNow(dependency);
      const others = foreign(local).map(
        (name) => [name, atImport(local, name, () => this.requireOther(name, file))] as const,
      );
      void this.execute(local, new Map(others));
    } catch (error) {
      local.evaluation = undefined;
      throw error;
    } finally {
      local.runsFor = undefined;
    }
  }

  private async run(local: LocalModule, importers: Set<string>): Promise<void> {
    try {
      begin(local);
      for (const dependency of imported(local))
        if (!importers.has(dependency)) await this.evaluate(dependency, importers);
      const { file } = local;
      const others = foreign(local).map(
        async (name) => [name, await atImport(local, name, () => this.importOther(name, file))] as const,
      );
      await this.execute(local, new Map(await Promise.all(others)));
    } finally {
      local.runsFor = undefined;
    }
  }

  private requireOther(specifier: string, file: string): Namespace {
    return asTranspiled(commonJsNamespace(this.others.require(specifier, file)));
  }

  private async importOther(specifier: string, file: string): Promise<Namespace> {
    return asTranspiled(await this.others.import(specifier, file));
  }

  /** A promise where the file awaits at its top level. */
  private execute(local: LocalModule, others: ReadonlyMap<string, Namespace>): unknown {
    const { file, compiled, source } = local;
    if (extname(file) === ".json") return (local.module.exports = parseJson(file, source));
    setLocalPlaces(file, compiled.mapPlace);
    this.checkNames(local, others);
    const { exports } = local.module;
    const [run, require, hook] = withBuiltIns(() => [
      localScript(local),
      this.requireOf(local),
      this.hookOf(local, others),
    ]);
    return run.call(exports, local.module, exports, require, file, dirname(file), hook);
  }

  /** @throws SyntaxError for an imported name that does not exist; files that are still running may yet export it. */
  private checkNames(importer: LocalModule, others: ReadonlyMap<string, Namespace>) {
    const { file, compiled, dependencies } = importer;
    for (const [specifier, names] of compiled.uses) {
      const local = this.modules.get(dependencies.get(specifier) ?? "");
      if (local?.runsFor) continue;
      const namespace = local ? namespaceOf(local) : others.get(specifier);
      if (!namespace) continue;
      const missing = [...names].find((name) => !(name in namespace) && !local?.compiled.types.has(name));
      if (missing === undefined) continue;
      atImport(importer, specifier, () => {
        throw missingExport(specifier, namespace, missing, `, which ${basename(file)} imports`);
      });
    }
  }

  /** What imports are compiled to. */
  private loadOf(local: LocalModule, others: ReadonlyMap<string, Namespace>) {
    return (specifier: string): unknown => {
      if (!isPath(specifier)) return others.get(specifier) ?? this.others.require(specifier, local.file);
      const dependency = this.evaluated(local, specifier);
      if (dependency === undefined) return this.others.require(specifier, local.file);
      const { exports } = dependency.module;
      return dependency.compiled.exports.isReplaced ? asTranspiled(commonJsNamespace(exports)) : exports;
    };
  }

  /** As CommonJS knows it. */
  private requireOf(local: LocalModule) {
    const load = (specifier: string): unknown => {
      const dependency = isPath(specifier) ? this.evaluated(local, specifier) : undefined;
      return dependency ? dependency.module.exports : this.others.require(specifier, local.file);
    };
    return Object.assign(load, createRequire(local.file));
  }

  /** The local file that a path in another one names, once it has run. */
  private evaluated(local: LocalModule, specifier: string): LocalModule | undefined {
    const path = withBuiltIns(() => this.dependency(local, specifier));
    if (path === undefined) return undefined;
    this.evaluateNow(path);
    return this.modules.get(path);
  }

  /** The local file that a path in another one names; undefined where it is not loaded here. */
  private dependency(local: LocalModule, specifier: string): string | undefined {
    const known = local.dependencies.get(specifier);
    if (known !== undefined) return known;
    const path = resolveLocal(specifier, local.file);
    if (!isLocal(path)) return undefined;
    local.dependencies.set(specifier, path);
    if (!this.modules.has(path)) this.refresh(path);
    return path;
  }

  /** What the compiled code of a file calls. */
  private hookOf(local: LocalModule, others: ReadonlyMap<string, Namespace>) {
    const { file, compiled, module } = local;
    return {
      load: this.loadOf(local, others),
      builtIns,
      defineProperty: Reflect.defineProperty,
      exportAll: exportAll(module.exports as object, compiled.exports.names),
      meta: importMeta(file),
      dynamicImport: async (name: unknown) => {
        const caller = new Error("caller");
        try {
          return await this.others.import(String(name), file);
        } catch (error) {
          throw adoptFrames(error, caller);
        }
      },
    };
  }
}

function begin(local: LocalModule): void {
  local.runsFor = currentExecution();
  local.module = { exports: {} };
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`${file} is not JSON: ${(error as Error).message}`, { cause: error });
  }
}
