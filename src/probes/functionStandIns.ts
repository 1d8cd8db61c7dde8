import { Module } from "../core/index.ts";
import type { ModuleFrame, Tensor } from "../core/index.ts";

/** A norm that was written as a function. */
export type NormFunction = (x: Tensor, ...more: never[]) => Tensor;

type Callable = (...inputs: readonly unknown[]) => unknown;

/**
 * Modules that stand in for plain functions, so that tracers see their calls: where a function is the subject itself, or a member
 * or method of one of its modules, or stands in an array or plain object that is a member. What only a closure knows is found by
 * `closureCalls`.
 */
export class FunctionStandIns {
  private readonly modules = new Map<Callable, Module>();
  private readonly undo: (() => void)[] = [];

  /** @param functions each with the name that it shall have */
  constructor(functions: ReadonlyMap<NormFunction, string>) {
    for (const [f, name] of functions) this.modules.set(f as Callable, standIn(f as Callable, name));
  }

  /** What is run, and seen, in place of the function; anything else stands for itself. */
  of<T>(value: T): T | Module {
    return this.modules.get(value as Callable) ?? value;
  }

  /** Functions and their stand-ins. */
  get pairs(): readonly (readonly [(...inputs: readonly unknown[]) => unknown, Module])[] {
    return [...this.modules];
  }

  /** A stand-in's name is that of its function in the module that called it; other modules have their path. */
  pathOf({ module, path, parent }: ModuleFrame): string {
    if (!this.pairs.some(([, one]) => one === module)) return path;
    const owner = parent === null || parent.path === "" ? "" : `${parent.path}.`;
    return owner + module.constructor.name;
  }

  /** Puts them into these modules until `release`. */
  install(modules: readonly Module[]): void {
    for (const owner of modules) {
      this.installIn(owner);
      for (const member of Object.values(owner)) if (isPlain(member)) this.installIn(member);
      this.installMethods(owner);
    }
  }

  release(): void {
    for (const undo of this.undo.splice(0)) undo();
  }

  private installIn(owner: object): void {
    for (const [key, value] of Object.entries(owner) as [string, unknown][]) {
      const module = this.modules.get(value as Callable);
      if (module === undefined || Object.isFrozen(owner)) continue;
      this.undo.push(() => Object.assign(owner, { [key]: value }));
      Object.assign(owner, { [key]: callOf(module, owner) });
    }
  }

  /** A method stands on the prototype that all of its class share; the stand-in on the module alone. */
  private installMethods(owner: Module): void {
    for (
      let type: object = owner;
      type !== Module.prototype && type !== null;
      type = Object.getPrototypeOf(type)
    )
      for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(type))) {
        const module = type === owner ? undefined : this.modules.get(value as Callable);
        if (module === undefined || Object.hasOwn(owner, key)) continue;
        this.undo.push(() => Reflect.deleteProperty(owner, key));
        Object.assign(owner, { [key]: callOf(module, owner) });
      }
  }
}

function isPlain(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}

/** What `this` was in the call that a stand-in is in. */
const receivers = new WeakMap<Module, object>();

/** A module whose class has the function's name, which is what probes call it. */
function standIn(f: Callable, name: string): Module {
  const { [name]: Named } = {
    [name]: class extends Module {
      override forward(...inputs: readonly unknown[]): unknown {
        return f.apply(receivers.get(this), [...inputs]);
      }
    },
  };
  return new Named!();
}

function callOf(module: Module, receiver: object): Callable {
  return (...inputs) => {
    receivers.set(module, receiver);
    return (module as unknown as { forward: Callable }).forward(...inputs);
  };
}
