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

/** A plain array counts like a ModuleList: in PyTorch a forgotten ModuleList silently leaves its layers untrained. */
function membersOf(module: Module): Named<unknown>[] {
  return module
    .members()
    .flatMap(([name, value]) =>
      Array.isArray(value) ? value.map((item, i): Named<unknown> => [`${name}.${i}`, item]) : [[name, value]],
    );
}
