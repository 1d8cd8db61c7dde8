import { inspect } from "node:util";
import type { MimeBundle } from "../../protocol/messages.ts";
import { inspectOptions } from "../console.ts";
import { describeError, isError } from "../errors/cellError.ts";
import { imageMime } from "./imageMime.ts";
import { tableBundle } from "./table.ts";

/** The name of the method by which a value draws itself. */
export const jupyterDisplay = Symbol.for("Jupyter.display");

/** How a cell's last value is shown; undefined shows nothing. */
export async function resultBundle(value: unknown): Promise<MimeBundle | undefined> {
  if (value === undefined) return undefined;
  if (value instanceof Promise)
    return { "text/plain": `${inspect(value, inspectOptions)}\nAdd await to see the promise's value.` };
  return mimeBundle(value);
}

/**
 * How a value is shown: as it draws itself (`Symbol.for("Jupyter.display")`), as an image, as a table, else as text.
 * MIME types stay in the order that the value gives.
 */
export function mimeBundle(value: unknown): MimeBundle | Promise<MimeBundle> {
  const draw = ownDrawing(value);
  if (draw) {
    const drawn = draw();
    return drawn instanceof Promise ? drawn.then(checkBundle) : checkBundle(drawn);
  }
  if (value instanceof Uint8Array) {
    const mime = imageMime(value);
    if (mime) return { [mime]: base64(value), "text/plain": `[${mime}, ${value.length} bytes]` };
  }
  return tableBundle(value) ?? { "text/plain": plainText(value) };
}

/** The text of a value, as the console prints it. */
export function plainText(value: unknown): string {
  return isError(value) ? describeError(value) : inspect(value, inspectOptions);
}

function ownDrawing(value: unknown): (() => unknown) | undefined {
  if ((typeof value !== "object" && typeof value !== "function") || value === null) return undefined;
  const draw = (value as Record<symbol, unknown>)[jupyterDisplay];
  return typeof draw === "function" ? () => draw.call(value) as unknown : undefined;
}

function checkBundle(bundle: unknown): MimeBundle {
  if (typeof bundle !== "object" || bundle === null || Array.isArray(bundle))
    throw new TypeError(
      `[Symbol.for("Jupyter.display")]() must give a MIME bundle such as { "text/plain": "..." }, not ${inspect(bundle, { depth: 0 })}.`,
    );
  const entries = Object.entries(bundle).filter(([, data]) => data !== undefined);
  return Object.fromEntries(entries.map(([mime, data]) => [mime, plainData(mime, data)]));
}

/** What notebooks can hold: JSON of JSON types; of others text, and bytes as base64. */
function plainData(mime: string, data: unknown): unknown {
  if (data instanceof Uint8Array) return base64(data);
  if (data instanceof ArrayBuffer) return base64(new Uint8Array(data));
  if (typeof data === "string" || mime === "application/json" || mime.endsWith("+json")) return data;
  if (Array.isArray(data) && data.every((line) => typeof line === "string")) return data.join("");
  if (typeof data === "number" || typeof data === "boolean") return String(data);
  throw new TypeError(
    `[Symbol.for("Jupyter.display")]() must give text or bytes for ${mime}, not ${inspect(data, { depth: 0 })}.`,
  );
}

export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64");
}
