import type { Value } from "./values.ts";

/** The names of a module, function or branch. */
export class Scope {
  private readonly names: Map<string, Value>;
  private readonly parent: Scope | null;
  private readonly path: string | null;

  /** @param path the file, for the scope of a module. */
  constructor(parent: Scope | null, names = new Map<string, Value>(), path: string | null = null) {
    this.parent = parent;
    this.names = names;
    this.path = path;
  }

  get(name: string): Value | undefined {
    return this.names.get(name) ?? this.parent?.get(name);
  }

  set(name: string, value: Value): void {
    this.names.set(name, value);
  }

  /** The names of this scope alone. */
  get own(): ReadonlyMap<string, Value> {
    return this.names;
  }

  /** The file that the scope lies in. */
  get file(): string | null {
    return this.path ?? this.parent?.file ?? null;
  }

  /** A copy for one branch of an `if`. */
  branch(): Scope {
    return new Scope(this.parent, new Map(this.names), this.path);
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
