import * as vscode from "vscode";
import type { MimeBundle } from "../../protocol/messages.ts";

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

export function errorItem(error: {
  name: string;
  message: string;
  stack: string;
}): vscode.NotebookCellOutputItem {
  return item.error(error);
}

function isJson(mime: string): boolean {
  return mime === "application/json" || mime.endsWith("+json");
}
