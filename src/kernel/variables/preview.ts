import { inspect, types } from "node:util";
import { dataOf, getterOf, ownData, prototypes, typedArrayLength } from "./ownData.ts";
import { tensorArray } from "./tensorArray.ts";

/** How many elements or properties are shown, and how long a string within the preview may be. */
const mostItems = 10;
const longestString = 80;
const longestPreview = 120;

/** Short text of a value. Unlike `inspect` it runs no code of the value: no getter, no proxy's trap, no own drawing. */
export function preview(value: unknown): string {
  const text = textOf(value, 1).replace(/\s+/g, " ");
  return text.length > longestPreview ? `${text.slice(0, longestPreview - 1)}…` : text;
}

/** "number", "function", or the name of an object's class. */
export function typeName(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "function") return isClass(value) ? "class" : "function";
  return typeof value === "object" ? className(value) : typeof value;
}

function textOf(value: unknown, depth: number): string {
  if (typeof value === "function") return functionText(value);
  if (typeof value !== "object" || value === null) return inspect(value, { maxStringLength: longestString });
  if (types.isProxy(value)) return "Proxy";
  const array = tensorArray(value);
  if (array) return `[${array.shape.join(", ")}]`;
  return builtInText(value, depth) ?? (depth === 0 ? `[${className(value)}]` : contents(value, depth - 1));
}

export function functionText(value: object): string {
  if (types.isProxy(value)) return "Proxy";
  const name = dataOf(value, "name");
  const named = typeof name === "string" && name !== "" ? name : "(anonymous)";
  return isClass(value) ? `[class ${named}]` : `[Function: ${named}]`;
}

/** The text of a Date, a RegExp, a Promise, a Map or a Set; of an error its class and message. */
export function builtInText(value: object, depth: number): string | undefined {
  if (types.isDate(value)) return dateText(value);
  if (types.isRegExp(value)) return `/${sourceOf.call(value)}/${flagsOf(value)}`;
  if (types.isNativeError(value)) return errorText(value);
  if (types.isPromise(value)) return "Promise";
  if (types.isMap(value)) {
    const items = take(mapEntries.call(value)).map((pair) =>
      pair.map((item) => textOf(item, 0)).join(" => "),
    );
    return collection(value, Number(mapSize.call(value)), items, depth);
  }
  if (types.isSet(value)) {
    const items = take(setValues.call(value)).map((item) => textOf(item, 0));
    return collection(value, Number(setSize.call(value)), items, depth);
  }
  return undefined;
}

function collection(value: object, size: number, items: string[], depth: number): string {
  const name = `${className(value)}(${size})`;
  if (depth === 0 || size === 0) return name;
  return `${name} { ${[...items, ...(size > items.length ? ["…"] : [])].join(", ")} }`;
}

/** The first items. The iterators of maps and sets are their own: no code of the value runs. */
function take<T>(items: Iterable<T>): T[] {
  const taken: T[] = [];
  for (const item of items) if (taken.push(item) === mostItems) break;
  return taken;
}

// The built-in methods themselves: a subclass may have its own.
const mapSize = getterOf(Map.prototype, "size");
const setSize = getterOf(Set.prototype, "size");
const { entries: mapEntries } = Map.prototype;
const { values: setValues } = Set.prototype;
const { toISOString, getTime } = Date.prototype;

const sourceOf = getterOf(RegExp.prototype, "source") as (this: RegExp) => string;
const flags = {
  d: "hasIndices",
  g: "global",
  i: "ignoreCase",
  m: "multiline",
  s: "dotAll",
  u: "unicode",
  v: "unicodeSets",
  y: "sticky",
};
const flagGetters = Object.entries(flags).map(
  ([flag, name]) => [flag, getterOf(RegExp.prototype, name)] as const,
);

function flagsOf(value: RegExp): string {
  return flagGetters.map(([flag, isSet]) => (isSet.call(value) === true ? flag : "")).join("");
}

function dateText(date: Date): string {
  return Number.isNaN(getTime.call(date)) ? "Invalid Date" : toISOString.call(date);
}

function errorText(error: Error): string {
  const message = dataOf(error, "message");
  return `${className(error)}: ${typeof message === "string" ? message : ""}`;
}

function contents(value: object, depth: number): string {
  if (Array.isArray(value))
    return list("", value.length, (index) => propertyText(value, String(index), depth));
  if (types.isTypedArray(value)) return typedArrayText(value);
  const names = Object.keys(value);
  const shown = names.slice(0, mostItems).map((name) => `${name}: ${propertyText(value, name, depth)}`);
  if (names.length > mostItems) shown.push("…");
  const type = className(value);
  return `${type === "Object" ? "" : `${type} `}${shown.length > 0 ? `{ ${shown.join(", ")} }` : "{}"}`;
}

function typedArrayText(value: NodeJS.TypedArray): string {
  const length = typedArrayLength(value);
  return list(`${className(value)}(${length}) `, length, (index) => String(value[index]));
}

function list(start: string, length: number, at: (index: number) => string): string {
  const shown = Array.from({ length: Math.min(length, mostItems) }, (_, index) => at(index));
  if (length > mostItems) shown.push(`… ${length - mostItems} more`);
  return `${start}${shown.length > 0 ? `[ ${shown.join(", ")} ]` : "[]"}`;
}

function propertyText(holder: object, name: string, depth: number): string {
  const property = Object.getOwnPropertyDescriptor(holder, name);
  if (property === undefined) return "<empty>";
  return "value" in property ? textOf(property.value, depth) : "[Getter]";
}

/** The name of an object's class, and "object" where there is none. */
export function className(value: object): string {
  if (types.isProxy(value)) return "Proxy";
  for (const prototype of prototypes(value)) {
    const constructor = ownData(prototype, "constructor");
    const name = typeof constructor === "function" ? ownData(constructor, "name") : undefined;
    if (typeof name === "string" && name !== "") return name;
  }
  return "object";
}

const { toString } = Function.prototype;

function isClass(value: object): boolean {
  return !types.isProxy(value) && toString.call(value).startsWith("class");
}
