import type { Expression } from "../../syntax/program.ts";
import { namesIn, sourcesIn } from "../../syntax/walk.ts";
import { headOf, isCutOut } from "./heldValues.ts";

const none: ReadonlySet<string> = new Set();

/** Which names the values of a function's names were computed from. */
export class NameOrigins {
  /** The last value of each name. */
  readonly definitions = new Map<string, Expression>();
  private readonly sources = new Map<string, Set<string>>();
  /** For a name that stands for the items of an array: that array. */
  private readonly itemsOf = new Map<string, ReadonlySet<string>>();
  /** For a name that was taken out of an object: that object. */
  private readonly ownerOf = new Map<string, string>();

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

  /** `const { data } = x` */
  takeOut(names: Iterable<string>, value: Expression): void {
    if (value.kind === "name") for (const name of names) this.ownerOf.set(name, value.name);
  }

  /** Whether two names stand for one array: `data` and the `x` of `x.data` that it was taken out of. */
  isSameArray(a: string, b: string): boolean {
    return a === b || this.ownerOf.get(a) === b || this.ownerOf.get(b) === a;
  }

  /**
   * The names that a bound was computed from, itself included: `n = T * C`. A new array is as long as it is told to be,
   * and where a part of one was cut out says nothing of its length.
   */
  partsOf(name: string): readonly string[] {
    const held = this.definitions.get(name);
    if (!held || !this.isPart(name)) return [name, ...this.of(name)];
    return isCutOut(held) ? [name] : [name, ...namesIn(held)];
  }

  /** Whether a name holds a part of an array or a new one: `x.subarray(...)`, `x[t]`, `new Float32Array(C)`. */
  isPart(name: string): boolean {
    const held = this.definitions.get(name);
    return held?.kind === "subscript" || (held?.kind === "call" && !/^Math$/.test(headOf(held)));
  }
}
