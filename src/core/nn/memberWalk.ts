import { Tensor } from "../tensor.ts";
import { Module } from "./module.ts";
import { Parameter } from "./parameter.ts";

export type Named<T> = [name: string, value: T];

/** The modules directly below `module`, in the order in which they were set. */
export function childrenOf(module: Module): Named<Module>[] {
  return membersOf(module).filter((member): member is Named<Module> => member[1] instanceof Module);
}

/** The parameters of `module` itself. */
export function parametersOf(module: Module): Named<Parameter>[] {
  return membersOf(module).filter((member): member is Named<Parameter> => member[1] instanceof Parameter);
}

/** The registered buffers of `module` itself. */
export function buffersOf(module: Module): Named<Tensor>[] {
  return membersOf(module).filter(
    (member): member is Named<Tensor> => member[1] instanceof Tensor && module.isBuffer(member[0]),
  );
}

/** `root` and all modules below it, parents first; a module that is reached twice is named once, by its first name. */
export function walkModules(root: Module): Named<Module>[] {
  const found: Named<Module>[] = [];
  const seen = new Set<Module>();
  const visit = (module: Module, path: string) => {
    if (seen.has(module)) return;
    seen.add(module);
    found.push([path, module]);
    for (const [name, child] of childrenOf(module)) visit(child, joinPath(path, name));
  };
  visit(root, "");
  return found;
}

/** What `own` gives for every module below `root`, with full names, each value once. */
export function walkTensors<T extends Tensor>(root: Module, own: (module: Module) => Named<T>[]): Named<T>[] {
  const seen = new Set<T>();
  const found: Named<T>[] = [];
  for (const [path, module] of walkModules(root)) {
    for (const [name, value] of own(module)) {
      if (seen.has(value)) continue;
      seen.add(value);
      found.push([joinPath(path, name), value]);
    }
  }
  return found;
}

export const joinPath = (path: string, name: string): string => (path === "" ? name : `${path}.${name}`);

/**
 * A plain array counts like a ModuleList: in PyTorch a forgotten ModuleList silently leaves its layers untrained.
 *
 * @throws where modules or parameters lie deeper, in an array of arrays, a plain object, a Map or a Set: they have no name there
 */
function membersOf(module: Module): Named<unknown>[] {
  const members = module
    .members()
    .flatMap<Named<unknown>>(([name, value]) =>
      Array.isArray(value) ? value.map((item, i): Named<unknown> => [`${name}.${i}`, item]) : [[name, value]],
    );
  for (const [name, value] of members) if (!isRegistered(value)) checkReach(module, name, value);
  return members;
}

const isRegistered = (value: unknown): value is Module | Parameter =>
  value instanceof Module || value instanceof Parameter;

function checkReach(module: Module, name: string, value: unknown): void {
  const held = findWithin(value, 3);
  if (held === null) return;
  const owner = module.constructor.name;
  const what = held instanceof Module ? `a module (${held.constructor.name})` : "a parameter";
  throw new TypeError(
    `${owner}: the field ${name} holds ${what} where parameters(), train() and stateDict() do not reach it: use an array of modules or nn.ModuleList in place of nested arrays, objects, Maps and Sets, or a #private field for a mere reference`,
  );
}

/** The first module or parameter in nested containers; `levels` keeps the search finite where they hold each other. */
function findWithin(value: unknown, levels: number): Module | Parameter | null {
  if (isRegistered(value)) return value;
  if (levels === 0 || typeof value !== "object" || value === null) return null;
  for (const one of contentsOf(value)) {
    const found = findWithin(one, levels - 1);
    if (found !== null) return found;
  }
  return null;
}

function contentsOf(value: object): Iterable<unknown> {
  if (Array.isArray(value)) return value;
  if (value instanceof Map || value instanceof Set) return value.values();
  return Object.getPrototypeOf(value) === Object.prototype ? Object.values(value) : [];
}
