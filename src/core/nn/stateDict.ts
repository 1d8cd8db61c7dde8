import { checkArgument, checkOptions, flag } from "../arguments.ts";
import type { Tensor } from "../tensor.ts";
import { checkTensors, tensorsByName } from "../tensorArguments.ts";
import { joinPath, buffersOf, childrenOf, parametersOf } from "./memberWalk.ts";
import type { Named } from "./memberWalk.ts";
import type { Module } from "./module.ts";

/** Names and tensors, as PyTorch's `state_dict`. */
export type StateDict = Record<string, Tensor>;

/** The names that `loadStateDict` did not find in the state, and those that the module does not have. */
export interface LoadResult {
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
}

/** Parameters and persistent buffers by every name they have: shared (tied) weights appear under each of their names, as in PyTorch. */
export function stateDict(module: Module): StateDict {
  return Object.fromEntries(stateOf(module).map(([name, tensor]) => [name, tensor.detach()]));
}

export function loadStateDict(
  module: Module,
  state: StateDict | ReadonlyMap<string, Tensor>,
  options: { strict?: boolean },
): LoadResult {
  const owner = `${module.constructor.name}.loadStateDict`;
  checkArgument(owner, "state", state, tensorsByName);
  const { strict = true } = checkOptions(owner, options, { strict: flag });
  const given =
    state instanceof Map ? (state as ReadonlyMap<string, Tensor>) : new Map(Object.entries(state));
  checkTensors(owner, Object.fromEntries(given));
  const own = stateOf(module);
  const names = new Set(own.map(([name]) => name));
  const missing = [...names].filter((name) => !given.has(name));
  const unexpected = [...given.keys()].filter((name) => !names.has(name));
  const misfits = own.flatMap(([name, tensor]) => misfit(name, tensor, given.get(name)));
  const problems = strict
    ? [...listed("missing", missing), ...listed("unexpected", unexpected), ...misfits]
    : misfits;
  if (problems.length > 0) throw new Error(`${owner}: ${problems.join("; ")}.`);
  for (const [name, tensor] of own) {
    const source = given.get(name);
    if (source !== undefined) tensor.copyFrom(source);
  }
  return { missing, unexpected };
}

function misfit(name: string, own: Tensor, given: Tensor | undefined): string[] {
  if (given === undefined || given.shape.join() === own.shape.join()) return [];
  return [
    `"${name}" has shape [${given.shape.join(", ")}] in the state and [${own.shape.join(", ")}] in the module`,
  ];
}

const listed = (what: string, names: readonly string[]): string[] =>
  names.length === 0 ? [] : [`${what} ${names.map((name) => `"${name}"`).join(", ")}`];

function stateOf(module: Module, path = "", above: readonly Module[] = []): Named<Tensor>[] {
  if (above.includes(module)) return []; // a child that points back at its parent
  const own: Named<Tensor>[] = [
    ...parametersOf(module),
    ...buffersOf(module).filter(([name]) => module.isPersistent(name)),
  ].map(([name, tensor]) => [joinPath(path, name), tensor]);
  const below = childrenOf(module).flatMap(([name, child]) =>
    stateOf(child, joinPath(path, name), [...above, module]),
  );
  return [...own, ...below];
}
