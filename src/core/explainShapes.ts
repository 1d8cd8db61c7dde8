import { formatShape, ShapeError } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Runs what is made of several ops. A shape that one of them refuses is told under the name that the user called, with the shapes
 * that were given there: `linear` or `matmul` somewhere within says little to who called attention.
 */
export function explainShapes<T>(op: string, given: Readonly<Record<string, Tensor>>, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    const shapes = Object.entries(given).map(([name, { shape }]) => `${name} ${formatShape(shape)}`);
    throw new ShapeError(op, `${shapes.join(", ")} do not fit: ${error.message}`, { cause: error });
  }
}
