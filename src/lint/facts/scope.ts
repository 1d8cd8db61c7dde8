import type { Value } from "./values.ts";

/** The names of a module, function or branch. */
export class Scope {
  private readonly names: Map<string, Value>;
  private readonly parent: Scope | null;

  constructor(parent: Scope | null, names = new Map<string, Value>()) {
    this.parent = parent;
    this.names = names;
  }

  get(name: string): Value | undefined {
    return this.names.get(name) ?? this.parent?.get(name);
  }

  set(name: string, value: Value): void {
    this.names.set(name, value);
  }

  /** A copy for one branch of an `if`. */
  branch(): Scope {
    return new Scope(this.parent, new Map(this.names));
  }

  /** Takes the names of two branches of this scope. */
  join(then: Scope, otherwise: Scope, merge: (a: Value, b: Value) => Value): void {
    for (const name of new Set([...then.names.keys(), ...otherwise.names.keys()])) {
      const a = then.names.get(name);
      const b = otherwise.names.get(name);
      this.names.set(name, a && b && a !== b ? merge(a, b) : (a ?? b)!);
    }
  }
}
