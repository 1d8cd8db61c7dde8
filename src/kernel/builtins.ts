// What the kernel and the core are built on, and what cells share with them: a cell may replace `Array.prototype.push`.
// This file calls functions that were taken before any cell ran, and nothing else: no method, no iteration.
import { keptObjects, lentObjects, neverHeld, type Holder } from "./builtInObjects.ts";

const { defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
const { assign, create } = Object;
const { prototype: ofAll } = Object;

/** One property of a built-in object as it was before any cell ran. */
interface BuiltIn {
  readonly holder: object;
  readonly path: string;
  readonly key: PropertyKey;
  readonly saved: PropertyDescriptor;
}

/** A property that a cell has replaced, deleted or added, and what it made of it. */
interface Change {
  readonly builtIn: Omit<BuiltIn, "saved">;
  readonly changed: PropertyDescriptor | undefined;
  /** Whether it is as it was again; a cell may have locked it. */
  readonly isPutBack: boolean;
}

/** Replaced on purpose, and nothing here relies on it. */
const leftAlone = ["Math.random"];

let kept: BuiltIn[] = [];
let lent: BuiltIn[] = [];
let absent: Omit<BuiltIn, "saved">[] = [];
/** What `Object.prototype` holds, as keys of an object that inherits nothing. */
const inheritedByAll: Record<PropertyKey, true> = create(null) as Record<PropertyKey, true>;

for (const key of ownKeys(ofAll)) inheritedByAll[key] = true;

/** Remembers the built-in objects as they are; to be called before any cell runs. */
export function rememberBuiltIns(): void {
  kept = keptObjects().flatMap(propertiesOf);
  lent = lentObjects().flatMap(propertiesOf);
  absent = neverHeld()
    .flatMap(({ holder, path, keys = [] }) => keys.map((key) => ({ holder, path, key })))
    .filter(({ holder, key }) => getOwnPropertyDescriptor(holder, key) === undefined);
}

function propertiesOf({ holder, path, keys = ownKeys(holder) }: Holder): BuiltIn[] {
  return keys.flatMap((key) => {
    const saved = bare(getOwnPropertyDescriptor(holder, key));
    if (saved === undefined || leftAlone.includes(nameOf({ holder, path, key }))) return [];
    const isFixed = saved.configurable === false && (!("value" in saved) || saved.writable === false);
    return isFixed ? [] : [{ holder, path, key, saved }];
  });
}

/**
 * Puts back what cells have replaced.
 *
 * @returns the names of what was replaced, and of what is so for good because a cell has locked it.
 */
export function putBack(): { replaced: string[]; locked: string[] } {
  const changes: Change[] = [];
  takeAway(absent, changes);
  hideInherited(changes, isIndex);
  putBackAll(kept, changes);
  const names = { replaced: [] as string[], locked: [] as string[] };
  for (let i = 0; i < changes.length; i++) {
    const { builtIn, isPutBack } = changes[i]!;
    const list = isPutBack ? names.replaced : names.locked;
    add(list, nameOf(builtIn));
  }
  return names;
}

/** Runs a step of the kernel's while a cell may be waiting: with the built-in functions, and the cell's own again after it. */
export function withBuiltIns<T>(step: () => T): T {
  const changes: Change[] = [];
  takeAway(absent, changes);
  hideInherited(changes, () => true);
  putBackAll(kept, changes);
  putBackAll(lent, changes);
  try {
    return step();
  } finally {
    for (let i = 0; i < changes.length; i++) {
      const { builtIn, changed } = changes[i]!;
      if (changed === undefined) deleteProperty(builtIn.holder, builtIn.key);
      else defineProperty(builtIn.holder, builtIn.key, changed);
    }
  }
}

function putBackAll(builtIns: readonly BuiltIn[], changes: Change[]): void {
  for (let i = 0; i < builtIns.length; i++) {
    const builtIn = builtIns[i]!;
    const { holder, key, saved } = builtIn;
    const now = getOwnPropertyDescriptor(holder, key);
    if (now !== undefined && now.value === saved.value && now.get === saved.get && now.set === saved.set)
      continue;
    add(changes, { builtIn, changed: bare(now), isPutBack: defineProperty(holder, key, saved) });
  }
}

// First of all: with one of these even describing a property goes wrong.
function takeAway(properties: readonly Omit<BuiltIn, "saved">[], changes: Change[]): void {
  for (let i = 0; i < properties.length; i++) {
    const builtIn = properties[i]!;
    const changed = bare(getOwnPropertyDescriptor(builtIn.holder, builtIn.key));
    if (changed !== undefined)
      add(changes, { builtIn, changed, isPutBack: deleteProperty(builtIn.holder, builtIn.key) });
  }
}

/** A setter that all objects inherit is called wherever a package fills in an object: `token.type = ...`. */
function hideInherited(changes: Change[], isMeant: (key: PropertyKey) => boolean): void {
  const keys = ownKeys(ofAll);
  const news: Omit<BuiltIn, "saved">[] = [];
  for (let i = 0; i < keys.length; i++)
    if (inheritedByAll[keys[i]!] === undefined && isMeant(keys[i]!))
      add(news, { holder: ofAll, path: "Object.prototype", key: keys[i]! });
  takeAway(news, changes);
}

/** Whether lists have elements of this name. */
function isIndex(key: PropertyKey): boolean {
  return typeof key === "string" && key === `${Number(key) >>> 0}`;
}

/**
 * Gives an object its methods for its own: what a cell makes of its class while the cell waits must not keep the
 * messages of the host from the kernel.
 */
export function ownMethods<T extends object>(object: T): T {
  for (let from = getPrototypeOf(object); from !== null && from !== ofAll; from = getPrototypeOf(from))
    for (const key of ownKeys(from))
      if (getOwnPropertyDescriptor(object, key) === undefined)
        defineProperty(object, key, getOwnPropertyDescriptor(from, key)!);
  return object;
}

/** Appends without asking for a setter of the index. */
function add<T>(list: T[], value: T): void {
  defineProperty(list, list.length, bare({ value, writable: true, enumerable: true, configurable: true })!);
}

/** A descriptor that inherits nothing. */
function bare(descriptor: PropertyDescriptor | undefined): PropertyDescriptor | undefined {
  return descriptor && assign(create(null) as PropertyDescriptor, descriptor);
}

function nameOf({ path, key }: Change["builtIn"]): string {
  return typeof key === "symbol" ? `${path}[${describeSymbol(key)}]` : `${path}.${String(key)}`;
}

function describeSymbol(symbol: symbol): string {
  return symbol.description ?? "a symbol";
}
