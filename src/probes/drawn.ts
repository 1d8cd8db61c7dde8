import { bundle } from "../figures/index.ts";
import type { OutputMime, OutputPayload } from "../protocol/outputs/index.ts";

/** The convention of TypeScript notebook kernels: a value with this method is shown by the MIME bundle it returns. */
const jupyterDisplay = Symbol.for("Jupyter.display");

/** A probe's result draws itself where a notebook shows it. */
export interface Drawn<M extends OutputMime> {
  /** The versioned output that is drawn and saved. */
  toPayload(): OutputPayload<M>;
}

/** Gives `result` its picture. Both methods stay out of listings of the result's fields. */
export function drawn<T extends object, M extends OutputMime>(
  result: T,
  mime: M,
  payload: () => OutputPayload<M>,
): T & Drawn<M> {
  Object.defineProperty(result, "toPayload", { value: payload });
  Object.defineProperty(result, jupyterDisplay, { value: () => bundle(mime, payload()) });
  return result as T & Drawn<M>;
}
