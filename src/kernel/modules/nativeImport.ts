import { createRequire } from "node:module";
import { constants, Script } from "node:vm";

type Import = (specifier: string) => Promise<Record<string, unknown>>;

interface Imports {
  module: Import;
  json: Import;
}

const imports = new Map<string, Imports>();

/** Node's own `import()`, with relative paths and packages looked up from `base`, the path of a file (it need not exist). */
export async function nativeImport(specifier: string, base: string): Promise<Record<string, unknown>> {
  let from = imports.get(base);
  if (!from) {
    const module = "(specifier) => import(specifier)";
    const json = '(specifier) => import(specifier, { with: { type: "json" } })';
    const script = new Script(`({ module: ${module}, json: ${json} })`, {
      filename: base,
      lineOffset: -1, // No line of the file is this one, and frames without a line are not shown.
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    imports.set(base, (from = script.runInThisContext() as Imports));
  }
  const namespace = await importWith(from, specifier);
  return withCommonJsNames(namespace, specifier, base);
}

async function importWith({ module, json }: Imports, specifier: string): Promise<Record<string, unknown>> {
  try {
    return await module(specifier);
  } catch (error) {
    if (!lacksJsonType.has((error as NodeJS.ErrnoException).code)) throw error;
    return json(specifier);
  }
}

/** Node 20, and later. */
const lacksJsonType = new Set<unknown>(["ERR_IMPORT_ASSERTION_TYPE_MISSING", "ERR_IMPORT_ATTRIBUTE_MISSING"]);

/**
 * Node finds the names of a CommonJS module by reading its text and misses some; what `module.exports` really holds can
 * be imported here. A default export behind `__esModule` is the default, as TypeScript compiles it.
 */
function withCommonJsNames(
  namespace: Record<string, unknown>,
  specifier: string,
  base: string,
): Record<string, unknown> {
  const exported = namespace["default"];
  if (typeof exported !== "object" && typeof exported !== "function") return namespace;
  if (exported === null || !isCommonJs(exported, specifier, base)) return namespace;
  const names: PropertyDescriptorMap = {};
  for (const name of [...Object.keys(exported), ...Object.keys(namespace)])
    names[name] = {
      enumerable: true,
      get: () => (exported as Record<string, unknown>)[name] ?? namespace[name],
    };
  const isTranspiled = "__esModule" in exported && "default" in exported;
  names["default"] = { enumerable: true, value: isTranspiled ? exported.default : exported };
  return Object.create(null, names) as Record<string, unknown>;
}

function isCommonJs(exported: object, specifier: string, base: string): boolean {
  try {
    const require = createRequire(base);
    return require.cache[require.resolve(specifier)]?.exports === exported;
  } catch {
    return false;
  }
}
