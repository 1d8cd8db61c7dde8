import { splitText, type Cell, type Json, type Output, type OutputData } from "../nbformat/index.ts";
import type { CellOutput, MimeBundle } from "../protocol/messages.ts";

/** Puts outputs into the notebook as Jupyter saves them. */
export class CellRecorder {
  /** Outputs by the id that updates name, in whichever cell they stand. */
  private readonly displays = new Map<string, { data: OutputData }[]>();

  clear(cell: Cell): void {
    cell.outputs = [];
    cell.execution_count = null;
  }

  record(cell: Cell, output: CellOutput): void {
    const outputs = (cell.outputs ??= []);
    switch (output.type) {
      case "stream":
        return this.addText(outputs, output.name, output.text);
      case "display":
        return this.addDisplay(outputs, outputData(output.data), output.displayId, output.update === true);
      case "result":
        outputs.push({
          output_type: "execute_result",
          execution_count: null,
          data: outputData(output.data),
          metadata: {},
        });
        return;
      case "error":
        outputs.push({
          output_type: "error",
          ename: output.name,
          evalue: output.message,
          traceback: output.stack.split("\n"),
        });
    }
  }

  end(cell: Cell, executionCount: number): void {
    cell.execution_count = executionCount;
    for (const output of cell.outputs ?? [])
      if (output.output_type === "execute_result") output.execution_count = executionCount;
  }

  // Pieces of one stream that follow each other are one output.
  private addText(outputs: Output[], name: "stdout" | "stderr", text: string): void {
    const last = outputs.at(-1);
    if (last?.output_type === "stream" && last.name === name && Array.isArray(last.text)) {
      const open = last.text.at(-1)?.endsWith("\n") === false ? last.text.pop()! : "";
      for (const line of splitText(open + text)) last.text.push(line);
    } else outputs.push({ output_type: "stream", name, text: splitText(text) });
  }

  private addDisplay(outputs: Output[], data: OutputData, id: string | undefined, update: boolean): void {
    const shown = id === undefined ? undefined : this.displays.get(id);
    if (shown && update) return shown.forEach((output) => (output.data = data));
    const output = { output_type: "display_data" as const, data, metadata: {} };
    outputs.push(output);
    if (id !== undefined) this.displays.set(id, [...(shown ?? []), output]);
  }
}

/** A MIME bundle as nbformat saves it: text as lines, JSON as it is, pictures as base64. */
function outputData(bundle: MimeBundle): OutputData {
  return Object.fromEntries(
    Object.entries(bundle).map(([mime, data]) => [
      mime,
      isText(mime) && typeof data === "string" ? splitText(data) : (data as Json),
    ]),
  );
}

function isText(mime: string): boolean {
  return mime.startsWith("text/") || mime === "image/svg+xml" || mime === "application/javascript";
}
