import type { Neighbour } from "../neighbours.ts";
import type { ImportBinding } from "../syntax/program.ts";
import type { Analysis } from "./analysis.ts";
import { execute } from "./execute.ts";
import { Scope } from "./scope.ts";
import { type Value, unknown } from "./values.ts";

/** How far imports of imports are followed: through the index of a package and of a package in it. */
const maxDepth = 3;

/** Binds what an import brings: a value of a neighbouring file where there is one, else a library's dotted path. */
export function bindImports(bindings: readonly ImportBinding[], scope: Scope, analysis: Analysis): void {
  for (const binding of bindings) {
    const known = scope.get(binding.name);
    if (definedHere(known)) continue;
    if (binding.name === "*") {
      for (const [name, value] of moduleScope(binding.module, scope, analysis)?.own ?? [])
        scope.set(name, value);
      continue;
    }
    scope.set(binding.name, importedValue(binding, scope, analysis) ?? { kind: "path", path: binding.path });
  }
}

/** In a notebook or a bundle the program's own definition wins over an import of the same name. */
const definedHere = (value: Value | undefined): boolean =>
  value?.kind === "class" || value?.kind === "function";

function importedValue(binding: ImportBinding, scope: Scope, analysis: Analysis): Value | null {
  const { module, symbol } = binding;
  if (symbol === null && isInPackage(binding)) return packageOf(binding, scope, analysis);
  const file = moduleScope(module, scope, analysis);
  if (symbol === null) return file && namespace(file);
  const value = file && exported(file, symbol);
  if (value && value.kind !== "path") return value;
  const inner = moduleScope(/\.$/.test(module) ? module + symbol : `${module}.${symbol}`, scope, analysis);
  return inner ? namespace(inner) : null;
}

/** What `require` of this gives: what the neighbouring file exports, else a library's path. */
export function required(module: Value, scope: Scope, analysis: Analysis): Value {
  if (module.kind !== "string") return unknown;
  const file = moduleScope(module.value, scope, analysis);
  return (file && exported(file, "default")) ?? { kind: "path", path: module.value };
}

/** A name of a module, or of the object that a CommonJS module exports; a module without a default is its own. */
function exported(file: Scope, symbol: string): Value | null {
  const whole = file.get("default");
  const value = file.get(symbol) ?? (whole?.kind === "mapping" ? whole.entries.get(symbol) : undefined);
  return value ?? (symbol === "default" ? namespace(file) : null);
}

type Namespace = Extract<Value, { kind: "mapping" }>;

const namespace = (file: Scope): Namespace => ({ kind: "mapping", entries: file.own });

/** `import layers.norms`, which binds `layers`. */
const isInPackage = ({ name, path, module }: ImportBinding): boolean =>
  path === name && module.startsWith(`${name}.`);

/** The package that an import binds, with the module in it beside those that were imported before. */
function packageOf({ name, module }: ImportBinding, scope: Scope, analysis: Analysis): Value | null {
  const known = scope.get(name);
  const own = known?.kind === "mapping" ? null : moduleScope(name, scope, analysis);
  const held = known?.kind === "mapping" ? known : own && namespace(own);
  const file = moduleScope(module, scope, analysis);
  return file ? placedIn(held, module.split(".").slice(1), namespace(file)) : held;
}

function placedIn(held: Value | null, [name, ...inner]: readonly string[], value: Namespace): Namespace {
  if (name === undefined) return value;
  const entries = held?.kind === "mapping" ? held.entries : [];
  const within = held?.kind === "mapping" ? (held.entries.get(name) ?? null) : null;
  return { kind: "mapping", entries: new Map([...entries, [name, placedIn(within, inner, value)]]) };
}

/** The names of a neighbouring file after its top level has run. */
function moduleScope(module: string, scope: Scope, analysis: Analysis): Scope | null {
  const { neighbourhood } = analysis;
  const from = scope.file;
  if (!neighbourhood || !from || analysis.modules.depth >= maxDepth) return null;
  const neighbour = neighbourhood.find(from, module);
  if (!neighbour) return null;
  return analysis.modules.scopes.get(neighbour.path) ?? run(neighbour, analysis);
}

function run(neighbour: Neighbour, analysis: Analysis): Scope {
  const scope = new Scope(null, new Map(), neighbour.path);
  analysis.modules.scopes.set(neighbour.path, scope);
  analysis.notes.add(neighbour.program.comments, neighbour.lines, neighbour.base);
  analysis.modules.depth++;
  try {
    execute(neighbour.program.statements, scope, analysis);
  } finally {
    analysis.modules.depth--;
  }
  return scope;
}
