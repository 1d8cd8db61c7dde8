import type * as vscode from "vscode";
import type { JsonObject, Output, OutputData } from "../../nbformat/index.ts";

const streams: Record<string, "stdout" | "stderr"> = {
  "application/vnd.code.notebook.stdout": "stdout",
  "application/vnd.code.notebook.stderr": "stderr",
};
const errorMime = "application/vnd.code.notebook.error";

/** An output of VS Code's as nbformat has it, which may be several: VS Code's streams and errors are items. */
export function savedOutputs(output: vscode.NotebookCellOutput): Output[] {
  const rest = output.items.filter(({ mime }) => !(mime in streams) && mime !== errorMime);
  const outputs: Output[] = output.items.flatMap((item): Output[] => {
    const stream = streams[item.mime];
    if (stream !== undefined) return [{ output_type: "stream", name: stream, text: textOf(item) }];
    return item.mime === errorMime ? [savedError(output.metadata) ?? errorOutput(item)] : [];
  });
  if (rest.length === 0) return outputs;
  const data: OutputData = Object.fromEntries(rest.map((item) => [item.mime, dataOf(item)]));
  const metadata: JsonObject = {};
  const count: unknown = output.metadata?.["executionCount"];
  if (output.metadata?.["outputType"] !== "execute_result") {
    return [...outputs, { output_type: "display_data", data, metadata }];
  }
  const execution_count = typeof count === "number" ? count : null;
  return [...outputs, { output_type: "execute_result", data, metadata, execution_count }];
}

/** An error as a notebook's file has it, which comes with what VS Code shows of it: in that places are links. */
function savedError(metadata: vscode.NotebookCellOutput["metadata"]): Output | undefined {
  return metadata?.["originalError"] as Output | undefined;
}

function errorOutput(item: vscode.NotebookCellOutputItem): Output {
  const { name = "Error", message = "", stack = "" } = JSON.parse(textOf(item)) as Partial<Error>;
  return { output_type: "error", ename: name, evalue: message, traceback: stack.split("\n") };
}

function dataOf({ mime, data }: vscode.NotebookCellOutputItem): OutputData[string] {
  const isBinary = mime.startsWith("image/") && mime !== "image/svg+xml";
  if (isBinary) return base64(data);
  const text = new TextDecoder().decode(data);
  const isJson = mime === "application/json" || mime.endsWith("+json");
  return isJson ? (JSON.parse(text) as OutputData[string]) : text;
}

function textOf(item: vscode.NotebookCellOutputItem): string {
  return new TextDecoder().decode(item.data);
}

/** Without Node's Buffer, because this runs in the browser's extension host too. */
function base64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
