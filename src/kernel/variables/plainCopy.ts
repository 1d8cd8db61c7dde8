import { inspect, types } from "node:util";
import { models, nn, Tensor } from "../../core/index.ts";
import { inspectOptions } from "../console.ts";
import { frameLine, quietFrames } from "../errors/stackFormat.ts";
import { emptyCopy } from "./emptyCopy.ts";
import { dataOf, ownData, prototypes } from "./ownData.ts";
import { builtInText, className, functionText } from "./preview.ts";
import { isInstance, tensorArray } from "./tensorArray.ts";

/** How many objects are copied, and how many elements or properties of each: at least as many as are printed. */
const most = { objects: 10_000, items: 200, errors: 50 };

const { Module } = nn;

/** What stands for a value that is not copied, as it is printed. */
class Words {
  text: string;

  constructor(text: string) {
    this.text = text;
  }

  [inspect.custom](): string {
    return this.text;
  }
}

/**
 * A copy of a value that holds data only: where it is drawn or printed, nothing of the value's own code runs. Getters
 * stay getters that say nothing; functions and proxies are named.
 */
export function plainCopy(value: unknown): unknown {
  return new Copy().of(value, 0);
}

class Copy {
  /** Whether there are getters or proxies, so that the value's own methods would run code. */
  hasCode = false;
  private readonly copies = new Map<object, unknown>();
  private readonly deepest: number;

  constructor(deepest = inspectOptions.depth + 1) {
    this.deepest = deepest;
  }

  of(value: unknown, depth: number): unknown {
    if (typeof value === "function") return new Words(functionText(value));
    if (typeof value !== "object" || value === null) return value;
    if (types.isProxy(value)) this.hasCode = true;
    const array = tensorArray(value);
    if (array) return new Tensor(array);
    if (this.copies.has(value)) return this.copies.get(value);
    const isTooMuch = depth > this.deepest || this.copies.size === most.objects;
    if (types.isProxy(value) || isTooMuch) return new Words(isTooMuch ? `[${className(value)}]` : "Proxy");
    return this.ofObject(value, depth);
  }

  /** Copies what a value holds, for one whose own text would do if it has no code. */
  look(value: object): void {
    this.copyProperties(value, {}, 0);
  }

  private ofObject(value: object, depth: number): unknown {
    if (types.isNativeError(value)) return this.ofError(value, depth);
    const isCollection = types.isMap(value) || types.isSet(value);
    const isModule = isInstance(value, Module);
    const text = isModule ? moduleText(value) : isCollection ? undefined : builtInText(value, 1);
    if (isModule && text === undefined) this.hasCode = true;
    const copy = text === undefined ? emptyCopy(value) : new Words(text);
    this.copies.set(value, copy);
    if (text !== undefined) return copy;
    if (isCollection) this.copyEntries(value, copy as Map<unknown, unknown> & Set<unknown>, depth);
    if (Array.isArray(value)) this.copyElements(value, copy, depth);
    else if (!types.isTypedArray(value)) this.copyProperties(value, copy, depth);
    return copy;
  }

  /** As many entries as the value has, so that the copy has its size; the first ones are the value's. */
  private copyEntries(value: object, copy: Map<unknown, unknown> & Set<unknown>, depth: number): void {
    const isMap = types.isMap(value);
    const entries = isMap ? mapEntries.call(value) : setEntries.call(value as Set<unknown>);
    let left = most.items;
    for (const [key, item] of entries) {
      const [newKey, newItem] =
        left-- > 0 ? [this.of(key, depth + 1), isMap && this.of(item, depth + 1)] : [{}, 0];
      if (isMap) mapSet.call(copy, newKey, newItem);
      else setAdd.call(copy, newKey);
    }
  }

  private copyElements(value: readonly unknown[], copy: object, depth: number): void {
    for (let index = 0; index < Math.min(value.length, most.items); index++)
      this.copyProperty(value, copy, index, depth);
    Object.assign(copy, { length: value.length });
  }

  private copyProperties(value: object, copy: object, depth: number): void {
    const keys = Reflect.ownKeys(value).filter((key) => propertyIsEnumerable.call(value, key));
    for (const key of keys.slice(0, most.items)) this.copyProperty(value, copy, key, depth);
    if (keys.length > most.items) Object.assign(copy, { "…": new Words(`${keys.length - most.items} more`) });
  }

  private copyProperty(value: object, copy: object, key: PropertyKey, depth: number): void {
    const property = Object.getOwnPropertyDescriptor(value, key);
    if (property === undefined) return;
    const copied: PropertyDescriptor = { enumerable: true, configurable: true };
    if ("value" in property)
      Object.assign(copied, { value: this.of(property.value, depth + 1), writable: true });
    else this.hasCode = true;
    if (property.get) copied.get = silent;
    if (property.set) copied.set = silent;
    Object.defineProperty(copy, key, copied);
  }

  /** The header, the frames, the fields and the causes. */
  private ofError(error: Error, depth: number): Words {
    const words = new Words("");
    this.copies.set(error, words);
    const header = headerOf(error);
    const fields = emptyCopy({});
    for (const key of Object.keys(error))
      if (!shownElsewhere.has(key)) this.copyProperty(error, fields, key, depth);
    const own = Object.keys(fields).length > 0 ? [inspect(fields, inspectOptions)] : [];
    const parts = elementsOf(ownData(error, "errors"));
    const cause = ownData(error, "cause");
    words.text = [
      header,
      ...quietFrames(error, header).map(frameLine),
      ...own.map((text) => text.replace(/^/gm, "    ")),
      ...parts.map((part, index) => `Error ${index + 1} of ${parts.length}: ${this.textOf(part, depth)}`),
      ...(cause === undefined ? [] : [`Caused by: ${this.textOf(cause, depth)}`]),
    ].join("\n");
    return words;
  }

  private textOf(value: unknown, depth: number): string {
    return inspect(this.of(value, depth + 1), inspectOptions);
  }
}

const shownElsewhere = new Set(["name", "message", "stack", "cause", "errors"]);
const silent = () => undefined;
const { propertyIsEnumerable } = Object.prototype;
const { entries: mapEntries, set: mapSet } = Map.prototype;
const { entries: setEntries, add: setAdd } = Set.prototype;

function headerOf(error: Error): string {
  const [name, message] = [dataOf(error, "name"), dataOf(error, "message")];
  const shown = typeof name === "string" ? name : "Error";
  return typeof message === "string" && message !== "" ? `${shown}: ${message}` : shown;
}

function elementsOf(list: unknown): unknown[] {
  if (types.isProxy(list) || !Array.isArray(list)) return [];
  return Array.from({ length: Math.min(list.length, most.errors) }, (_, index) => ownData(list, index));
}

/** The tree of a module's layers; undefined where its getters, or a proxy, would be asked for it. */
function moduleText(value: object): string | undefined {
  if (classesHaveCode(value)) return undefined;
  const copy = new Copy(Infinity);
  copy.look(value);
  try {
    return copy.hasCode ? undefined : Module.prototype.toString.call(value);
  } catch {
    return undefined; // It holds modules where they have no name.
  }
}

/** What the core's own layers inherit from, whose getters are no code of a cell's. */
const ofTheCore = new Set<unknown>(
  [nn, models].flatMap((classes) =>
    Object.values(classes).map((type) => (type as { prototype?: unknown }).prototype),
  ),
);

function classesHaveCode(value: object): boolean {
  for (const prototype of prototypes(value)) {
    if (prototype === Module.prototype) return false;
    if (ofTheCore.has(prototype)) continue;
    const properties = Object.values(Object.getOwnPropertyDescriptors(prototype));
    if (properties.some((property) => !("value" in property))) return true;
    const type = ownData(prototype, "constructor");
    if (typeof type !== "function" || ownData(type, "name") === undefined) return true;
  }
  return true;
}
