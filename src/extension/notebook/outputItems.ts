import * as vscode from "vscode";
import type { CellOutput, MimeBundle } from "../../protocol/messages.ts";
import { linkedStack, numberedStack } from "./linkedStack.ts";

const item = vscode.NotebookCellOutputItem;

/** A MIME bundle as VS Code wants it: one item for each type, images as bytes. */
export function outputItems(data: MimeBundle): vscode.NotebookCellOutputItem[] {
  return Object.entries(data).map(([mime, value]) => {
    if (typeof value !== "string") return item.json(value, mime);
    if (mime.startsWith("image/") && mime !== "image/svg+xml")
      return new item(Buffer.from(value, "base64"), mime);
    return isJson(mime) ? item.json(value, mime) : item.text(value, mime);
  });
}

export function streamItem(name: "stdout" | "stderr", text: string): vscode.NotebookCellOutputItem {
  return name === "stdout" ? item.stdout(text) : item.stderr(text);
}

/**
 * An error whose places are links here; the saved notebook gets the text without them, for other readers of it.
 *
 * @param numberOf the number of the cell of an address.
 */
export function errorOutput(
  { name, message, stack, frames }: Extract<CellOutput, { type: "error" }>,
  numberOf: (address: string) => number | undefined,
): vscode.NotebookCellOutput {
  const text = numberedStack(stack, frames, numberOf);
  const originalError = { output_type: "error", ename: name, evalue: message, traceback: text.split("\n") };
  const shown = item.error({ name, message, stack: linkedStack(text, frames) });
  return new vscode.NotebookCellOutput([shown], { outputType: "error", originalError });
}

function isJson(mime: string): boolean {
  return mime === "application/json" || mime.endsWith("+json");
}
