import { randomUUID } from "node:crypto";
import { inspect } from "node:util";
import type { MimeBundle } from "../../protocol/messages.ts";
import { describeError, isError } from "../errors/cellError.ts";
import { currentExecution, type Execution } from "../execution.ts";
import { base64, mimeBundle, plainText } from "./mimeBundle.ts";
import { imageMime } from "./imageMime.ts";

export interface DisplayOptions {
  /** Name of the output, so that it can be updated later, from another cell too. */
  id?: string;
}

/** An output that can be shown again in its place. A cell that ends with one shows nothing more. */
export class DisplayHandle {
  readonly id: string;
  readonly #execution: Execution | undefined;

  constructor(id: string, execution: Execution | undefined) {
    this.id = id;
    this.#execution = execution;
  }

  /** Shows another value in the output's place. */
  update(value: unknown): void {
    show(currentExecution() ?? this.#execution, bundleOf(value), this.id, true);
  }
}

/** Shows a value below the cell, as a last expression is shown; a string is shown as it is, without quotes. */
export function display(value: unknown, { id = randomUUID() }: DisplayOptions = {}): DisplayHandle {
  const execution = currentExecution();
  const handle = new DisplayHandle(String(id), execution);
  show(execution, bundleOf(value), handle.id, false);
  return handle;
}

/** Shows text as HTML. */
display.html = (html: string) => raw({ "text/html": textFor("html", html), "text/plain": html });
/** Shows text as Markdown. */
display.markdown = (markdown: string) =>
  raw({ "text/markdown": textFor("markdown", markdown), "text/plain": markdown });
/** Shows an SVG picture, given as text. */
display.svg = (svg: string) => raw({ "image/svg+xml": textFor("svg", svg), "text/plain": "[SVG picture]" });
/** Shows a JSON value as a tree. */
display.json = (value: unknown) => raw({ "application/json": value, "text/plain": plainText(value) });
/** Shows the bytes of a PNG, JPEG or GIF file, as `fs.readFileSync` or a response's `arrayBuffer()` gives them. */
display.image = (image: Uint8Array | ArrayBuffer) => {
  const bytes = image instanceof ArrayBuffer ? new Uint8Array(image) : image;
  const mime = bytes instanceof Uint8Array ? imageMime(bytes) : undefined;
  if (!mime)
    throw new TypeError(
      `display.image takes the bytes of a PNG, JPEG or GIF file, as fs.readFileSync gives them, not ${inspect(image, { depth: 0, maxArrayLength: 8 })}.`,
    );
  return raw({ [mime]: base64(bytes), "text/plain": `[${mime}, ${bytes.length} bytes]` });
};

function textFor(kind: string, text: unknown): string {
  if (typeof text !== "string")
    throw new TypeError(`display.${kind} takes a text, not ${inspect(text, { depth: 0 })}.`);
  return text;
}

function raw(bundle: MimeBundle): DisplayHandle {
  return display({ [Symbol.for("Jupyter.display")]: () => bundle });
}

function bundleOf(value: unknown): MimeBundle | Promise<MimeBundle> {
  return typeof value === "string" ? { "text/plain": value } : mimeBundle(value);
}

/** Sends a bundle; the cell waits for one that is a promise. */
export function show(
  execution: Execution | undefined,
  bundle: MimeBundle | Promise<MimeBundle>,
  displayId: string,
  update: boolean,
): void {
  if (!execution) return;
  const send = (data: MimeBundle) => execution.show({ type: "display", data, displayId, update });
  if (!(bundle instanceof Promise)) return send(bundle);
  const failed = (error: unknown) =>
    send({ "text/plain": isError(error) ? describeError(error) : plainText(error) });
  const shown: Promise<void> = bundle.then(send, failed).finally(() => execution.pending.delete(shown));
  execution.pending.add(shown);
}
