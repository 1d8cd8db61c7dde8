import { inspect } from "node:util";
import { Tensor } from "../../core/tensor.ts";
import { heatmap } from "../../probes/heatmap.ts";
import type { MimeBundle, Variable } from "../../protocol/messages.ts";
import { mimeBundle } from "../display/mimeBundle.ts";
import { tensorSummary } from "./tensorSummary.ts";

const previewOptions = { depth: 1, maxArrayLength: 10, maxStringLength: 80, breakLength: Infinity };
const longestPreview = 120;

/** The notebook's variables: what cells have declared at their top level, imports apart. */
export class Variables {
  private readonly names = new Set<string>();

  declare(declared: readonly string[], imported: readonly string[]): void {
    for (const name of imported) this.names.delete(name);
    for (const name of declared) this.names.add(name);
    for (const name of [...declared, ...imported]) makePlainProperty(name);
  }

  list(): Variable[] {
    return [...this.names].flatMap((name) => {
      const property = Object.getOwnPropertyDescriptor(globalThis, name);
      return property && "value" in property ? [describe(name, property.value)] : [];
    });
  }

  /** A variable's value as an output: a tensor as a heat map of at most 256 rows and 512 columns, evenly taken. */
  async show(name: string): Promise<MimeBundle> {
    const value: unknown = Object.getOwnPropertyDescriptor(globalThis, name)?.value;
    return mimeBundle(value instanceof Tensor ? heatmap(value, { title: name }) : value);
  }
}

/**
 * Some of Node's globals are getters (fetch, performance, navigator): a cell that declares such a name owns a plain
 * variable.
 */
function makePlainProperty(name: string): void {
  const property = Object.getOwnPropertyDescriptor(globalThis, name);
  if (property?.configurable && !("value" in property))
    Object.defineProperty(globalThis, name, {
      value: undefined,
      writable: true,
      configurable: true,
      enumerable: true,
    });
}

function describe(name: string, value: unknown): Variable {
  const variable = { name, type: typeName(value), preview: preview(value) };
  if (!(value instanceof Tensor)) return variable;
  return { ...variable, preview: `[${value.shape.join(", ")}]`, tensor: tensorSummary(value) };
}

function preview(value: unknown): string {
  const text = inspect(value, previewOptions).replace(/\s+/g, " ");
  return text.length > longestPreview ? `${text.slice(0, longestPreview - 1)}…` : text;
}

function typeName(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "function") return inspect(value).startsWith("[class") ? "class" : "function";
  return typeof value === "object" ? className(value) : typeof value;
}

function className(value: object): string {
  for (let holder: unknown = Object.getPrototypeOf(value); holder; holder = Object.getPrototypeOf(holder)) {
    const property = Object.getOwnPropertyDescriptor(holder, "constructor");
    const constructor: unknown = property?.value;
    if (typeof constructor === "function")
      return String(Object.getOwnPropertyDescriptor(constructor, "name")?.value);
  }
  return "object";
}
