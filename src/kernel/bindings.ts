import * as globals from "./globals.ts";

// Cells may replace the built-in functions while one of them runs: this file calls those that were there before.
const { defineProperty, get, getOwnPropertyDescriptor, has, ownKeys, set } = Reflect;
const { assign, create } = Object;
const realm: object = globalThis;

/** A module, and whether what it exports may change. */
export interface Imported {
  readonly namespace: Record<string, unknown>;
  readonly isLive: boolean;
}

/** What Node's globals are made of, before any cell takes one of the names: its own fetch extends Event. */
const ownGlobals: Record<string, unknown> = { ...globals, Event: get(realm, "Event") };

/** How a name is bound: to a value, or to what an exported name stands for at each moment. */
type Binding = { readonly value: unknown } | { readonly get: () => unknown };

/**
 * The names that cells declare at their top level. Each is a property of the global object that can be defined anew, so
 * that a later cell may declare it in another way.
 */
export class Bindings {
  /** Names that cannot be assigned to, as keys. */
  private readonly fixed = create(null) as Record<string, true | undefined>;
  /** Names that packages and Node find on the global object, and may write there. */
  private readonly ofRealm = create(null) as Record<string, true | undefined>;

  /** Through this object compiled cells assign to what was a constant then; it may be declared anew since. */
  readonly constants: object = new Proxy(create(null) as object, {
    get: (_, name) => {
      if (!has(realm, name)) throw new ReferenceError(`${String(name)} is not defined`);
      return get(realm, name) as unknown;
    },
    set: (_, name, value) => {
      if (this.isConstant(name as string)) refuse();
      return set(realm, name, value);
    },
  });

  /** To be made before any cell runs. */
  constructor() {
    for (const key of ownKeys(realm)) if (typeof key === "string") this.ofRealm[key] = true;
  }

  isConstant(name: string): boolean {
    return this.fixed[name] === true;
  }

  /** Makes variables of the names that a cell is about to declare. They keep their values until then. */
  release(names: readonly string[]): void {
    for (let i = 0; i < names.length; i++) {
      const name = names[i]!;
      const property = propertyOf(name);
      this.fixed[name] = undefined;
      if (property === undefined || (property.configurable && !isPlain(property)))
        define(name, { value: valueOf(name), writable: true });
    }
  }

  /** Lets nothing assign to names that have got their values. */
  fix(names: readonly string[]): void {
    for (let i = 0; i < names.length; i++) this.bind(names[i]!, { value: get(realm, names[i]!) });
  }

  /** Binds names that a cell imports: pairs of its own name and the exported one, where "*" is the module as a whole. */
  link(names: readonly [string, string][], { namespace, isLive }: Imported): void {
    for (let i = 0; i < names.length; i++) {
      const [local, name] = names[i]!;
      if (name === "*") this.bind(local, { value: namespace });
      else if (!has(namespace, name))
        continue; // A type.
      else if (isLive) this.bind(local, { get: () => namespace[name] });
      else this.bind(local, { value: namespace[name] });
    }
  }

  private bind(name: string, binding: Binding): void {
    this.fixed[name] = true;
    const property = propertyOf(name);
    if (property?.configurable === false) {
      // A function has had this name: V8 lets nothing but its value change.
      const value = "value" in binding ? binding.value : binding.get();
      defineProperty(realm, name, bare({ value }));
    } else if ("value" in binding)
      define(name, { value: binding.value, writable: this.ofRealm[name] === true });
    else define(name, { get: binding.get, set: refuse });
  }
}

function refuse(): never {
  throw new TypeError("Assignment to constant variable.");
}

function isPlain(property: PropertyDescriptor): boolean {
  return property.writable === true;
}

/** Node loads some of its globals when they are first looked at, which fails where a cell has taken a name that this needs. */
function propertyOf(name: string): PropertyDescriptor | undefined {
  try {
    return getOwnPropertyDescriptor(realm, name);
  } catch {
    return withOwnGlobals(() => getOwnPropertyDescriptor(realm, name));
  }
}

function withOwnGlobals<T>(run: () => T): T {
  const names = ownKeys(ownGlobals);
  const taken = names.map((name) => getOwnPropertyDescriptor(realm, name)!);
  for (const name of names) defineProperty(realm, name, bare({ value: get(ownGlobals, name) }));
  try {
    return run();
  } finally {
    names.forEach((name, index) => defineProperty(realm, name, bare(taken[index]!)));
  }
}

/** Some of Node's globals are getters (fetch, performance, navigator). */
function valueOf(name: string): unknown {
  try {
    return get(realm, name);
  } catch {
    return undefined;
  }
}

function define(name: string, descriptor: PropertyDescriptor): void {
  defineProperty(realm, name, bare({ ...descriptor, enumerable: true, configurable: true }));
}

/** A descriptor that inherits nothing. */
function bare(descriptor: PropertyDescriptor): PropertyDescriptor {
  return assign(create(null) as PropertyDescriptor, descriptor);
}
