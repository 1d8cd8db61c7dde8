import { describe } from "../arguments.ts";
import type { Tensor } from "../tensor.ts";
import type { Named } from "./memberWalk.ts";
import { Module } from "./module.ts";

/** A module that takes one tensor and gives one. */
export type TensorModule = Module & { forward(x: Tensor): Tensor };

const numbered = (items: readonly Module[]): Named<Module>[] => items.map((item, i) => [String(i), item]);

function checkModules(container: string, items: readonly unknown[]): void {
  const wrong = items.findIndex((item) => !(item instanceof Module));
  if (wrong >= 0)
    throw new TypeError(`${container}: item ${wrong} is not a module but ${describe(items[wrong])}`);
}

/** Modules that run one after the other: `new Sequential(new Linear(4, 8), new ReLU())`. */
export class Sequential extends Module {
  readonly items: TensorModule[];

  constructor(...items: TensorModule[]) {
    super();
    checkModules("Sequential", items);
    this.items = items;
  }

  override forward(x: Tensor): Tensor {
    return this.items.reduce((value, item) => item.forward(value), x);
  }

  get length(): number {
    return this.items.length;
  }

  at(index: number): TensorModule | undefined {
    return this.items.at(index);
  }

  [Symbol.iterator](): Iterator<TensorModule> {
    return this.items[Symbol.iterator]();
  }

  override members(): Named<Module>[] {
    return numbered(this.items);
  }
}

/** A list of modules; the module that holds it says in its own `forward` how they run. */
export class ModuleList<M extends Module = Module> extends Module {
  readonly items: M[];

  constructor(items: Iterable<M> = []) {
    super();
    if (typeof items?.[Symbol.iterator] !== "function")
      throw new TypeError(`ModuleList: items must be an array of modules, not ${describe(items)}`);
    this.items = [...items];
    checkModules("ModuleList", this.items);
  }

  override forward(): never {
    throw new Error(
      "A ModuleList has no forward: call its modules in the forward of the module that holds it, or use Sequential.",
    );
  }

  get length(): number {
    return this.items.length;
  }

  at(index: number): M | undefined {
    return this.items.at(index);
  }

  append(item: M): this {
    checkModules("ModuleList", [item]);
    this.items.push(item);
    return this;
  }

  [Symbol.iterator](): Iterator<M> {
    return this.items[Symbol.iterator]();
  }

  override members(): Named<M>[] {
    return this.items.map((item, i) => [String(i), item]);
  }
}
