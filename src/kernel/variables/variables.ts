import { heatmap } from "../../probes/heatmap.ts";
import type { MimeBundle, Variable } from "../../protocol/messages.ts";
import { mimeBundle } from "../display/mimeBundle.ts";
import { isTensor, preview, typeName } from "./preview.ts";
import { tensorSummary } from "./tensorSummary.ts";

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
    try {
      const drawn = mimeBundle(isTensor(value) ? heatmap(value, { title: name }) : value);
      return await Promise.race([drawn, tooLate(preview(value))]);
    } catch {
      return { "text/plain": preview(value) };
    }
  }
}

/** How long a value may take to draw itself, in milliseconds. */
const patience = 3000;

function tooLate(text: string): Promise<MimeBundle> {
  return new Promise((resolve) => setTimeout(resolve, patience, { "text/plain": text }).unref());
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
  if (!isTensor(value)) return variable;
  return { ...variable, preview: `[${value.shape.join(", ")}]`, tensor: tensorSummary(value) };
}
