import type { MimeBundle, TensorSummary, Variable } from "../../protocol/messages.ts";
import { Drawings } from "./drawings.ts";
import { preview, typeName } from "./preview.ts";
import { tensorArray } from "./tensorArray.ts";
import { tensorSummary } from "./tensorSummary.ts";

/** The notebook's variables: what cells have declared at their top level, imports apart. */
export class Variables {
  private readonly names = new Set<string>();
  private readonly drawings = new Drawings();

  declare(declared: readonly string[], imported: readonly string[]): void {
    for (const name of imported) this.names.delete(name);
    for (const name of declared) this.names.add(name);
  }

  /** Statistics of large tensors, which are asked for after each cell, are those of a sample. */
  list(): Variable[] {
    const found = [...this.names].flatMap((name) => {
      const property = Object.getOwnPropertyDescriptor(globalThis, name);
      return property && "value" in property ? [{ name, value: property.value as unknown }] : [];
    });
    const tensors = found.map(({ value }) => tensorArray(value));
    const most = elementsOfEach(tensors.filter((array) => array !== undefined).length);
    return found.map(({ name, value }, index) => ({
      name,
      type: typeName(value),
      preview: preview(value),
      ...(tensors[index] ? { tensor: tensorSummary(tensors[index], most) } : {}),
    }));
  }

  /** Statistics of all of a tensor's elements; undefined where the name holds none. */
  summarize(name: string): TensorSummary | undefined {
    const array = tensorArray(valueOf(name));
    return array && tensorSummary(array);
  }

  /** A variable's value as an output. */
  show(name: string): Promise<MimeBundle> {
    return this.drawings.show(name, valueOf(name));
  }

  /** Ends the wait for values that draw themselves. */
  stopDrawing(): void {
    this.drawings.stop();
  }
}

function valueOf(name: string): unknown {
  return Object.getOwnPropertyDescriptor(globalThis, name)?.value;
}

/** How many elements the list looks at in all, which takes less than 5 ms, and at most and at least of one tensor. */
const elements = { inAll: 500_000, most: 100_000, least: 1_000 };

function elementsOfEach(tensors: number): number {
  return Math.max(elements.least, Math.min(elements.most, Math.floor(elements.inAll / tensors)));
}
