import type { ShownOutput } from "../../host/outputLimit.ts";

/**
 * Outputs on their way to the editor, in order. Pieces of one stream are joined, and of several updates of one display
 * only the last is kept, so that a loop that prints or counts costs the editor a few messages a second.
 */
export class PendingOutputs {
  #outputs: ShownOutput[] = [];

  get isEmpty(): boolean {
    return this.#outputs.length === 0;
  }

  get hasResult(): boolean {
    return this.#outputs.some(({ type }) => type === "result");
  }

  add(output: ShownOutput): void {
    if (this.#outputs.at(-1)?.type === "preview" && !isUpdate(output)) this.#outputs.pop();
    const last = this.#outputs.at(-1);
    if (output.type === "stream" && last?.type === "stream" && last.name === output.name) {
      this.#outputs[this.#outputs.length - 1] = { ...last, text: last.text + output.text };
      return;
    }
    const earlier = this.#outputs.findIndex((other) => isUpdateOf(other, output));
    if (earlier === -1) this.#outputs.push(output);
    else this.#outputs[earlier] = output;
  }

  take(): ShownOutput[] {
    const outputs = this.#outputs;
    this.#outputs = [];
    return outputs;
  }
}

function isUpdate(output: ShownOutput): boolean {
  return output.type === "display" && output.update === true;
}

function isUpdateOf(earlier: ShownOutput, later: ShownOutput): boolean {
  if (earlier.type !== "display" || later.type !== "display") return false;
  return isUpdate(earlier) && isUpdate(later) && earlier.displayId === later.displayId;
}
