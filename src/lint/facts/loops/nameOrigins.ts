import type { Expression } from "../../syntax/program.ts";
import { sourcesIn } from "../../syntax/walk.ts";

const none: ReadonlySet<string> = new Set();

/** Which names the values of a function's names were computed from. */
export class NameOrigins {
  private readonly sources = new Map<string, Set<string>>();
  /** For a name that stands for the items of an array: that array. */
  private readonly itemsOf = new Map<string, ReadonlySet<string>>();

  /** The names that the values of `name` were computed from directly. */
  of(name: string): ReadonlySet<string> {
    return this.sources.get(name) ?? none;
  }

  relate(name: string, value: Expression): void {
    const known = this.sources.get(name) ?? new Set();
    for (const source of sourcesIn(value)) if (source !== name) known.add(source);
    this.sources.set(name, known);
  }

  /** A loop's variable, or a callback's parameter, is an item of what is run over. */
  relateItem(name: string, over: Expression): void {
    this.itemsOf.set(name, sourcesIn(over));
    this.relate(name, over);
  }

  /** The arrays whose items a name stands for, also where those are items themselves. */
  arraysOfItem(name: string): readonly string[] {
    const arrays = [...(this.itemsOf.get(name) ?? none)];
    return arrays.flatMap((array) => [array, ...(this.itemsOf.get(array) ?? none)]);
  }

  /** Whether a value of `name` was computed from `origin`, through however many names. */
  comesFrom(name: string, origin: string, seen = new Set<string>()): boolean {
    if (name === origin) return true;
    if (seen.has(name)) return false;
    seen.add(name);
    return [...this.of(name)].some((source) => this.comesFrom(source, origin, seen));
  }
}
