import { Module } from "../core/index.ts";
import type { Tensor } from "../core/index.ts";

/** A norm that was written as a function. */
export type NormFunction = (x: Tensor, ...more: never[]) => Tensor;

type Callable = (...inputs: readonly unknown[]) => unknown;

/**
 * Modules that stand in for plain functions, so that tracers see their calls: where a function is the subject itself, or a member
 * of one of its modules. A function that only a closure knows cannot be seen.
 */
export class FunctionStandIns {
  private readonly modules = new Map<Callable, Module>();
  private readonly members: { readonly owner: Module; readonly key: string; readonly value: Callable }[] = [];

  constructor(functions: readonly NormFunction[]) {
    for (const f of functions as readonly Callable[]) this.modules.set(f, standIn(f));
  }

  /** What is run, and seen, in place of the function; anything else stands for itself. */
  of<T>(value: T): T | Module {
    return this.modules.get(value as Callable) ?? value;
  }

  /** Puts them into the members of these modules until `release`. */
  install(modules: readonly Module[]): void {
    for (const owner of modules)
      for (const [key, value] of Object.entries(owner) as [string, unknown][]) {
        const module = this.modules.get(value as Callable);
        if (module === undefined) continue;
        this.members.push({ owner, key, value: value as Callable });
        Object.assign(owner, { [key]: callOf(module) });
      }
  }

  release(): void {
    for (const { owner, key, value } of this.members) Object.assign(owner, { [key]: value });
    this.members.length = 0;
  }
}

/** A module whose class has the function's name, which is what probes call it. */
function standIn(f: Callable): Module {
  const name = f.name === "" ? "norm" : f.name;
  const { [name]: Named } = {
    [name]: class extends Module {
      override forward(...inputs: readonly unknown[]): unknown {
        return f(...inputs);
      }
    },
  };
  return new Named!();
}

function callOf(module: Module): Callable {
  return (...inputs) => (module as unknown as { forward: Callable }).forward(...inputs);
}
