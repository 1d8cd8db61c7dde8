import type { CellOutput } from "../../protocol/messages.ts";

/**
 * Outputs on their way to the editor, in order. Pieces of one stream are joined, and of several updates of one display
 * only the last is kept, so that a loop that prints or counts costs the editor a few messages a second.
 */
export class PendingOutputs {
  #outputs: CellOutput[] = [];

  get isEmpty(): boolean {
    return this.#outputs.length === 0;
  }

  add(output: CellOutput): void {
    const last = this.#outputs.at(-1);
    if (output.type === "stream" && last?.type === "stream" && last.name === output.name) {
      this.#outputs[this.#outputs.length - 1] = { ...last, text: last.text + output.text };
      return;
    }
    const earlier = this.#outputs.findIndex((other) => isUpdateOf(other, output));
    if (earlier === -1) this.#outputs.push(output);
    else this.#outputs[earlier] = output;
  }

  take(): CellOutput[] {
    const outputs = this.#outputs;
    this.#outputs = [];
    return outputs;
  }
}

function isUpdateOf(earlier: CellOutput, later: CellOutput): boolean {
  if (earlier.type !== "display" || later.type !== "display") return false;
  return earlier.update === true && later.update === true && earlier.displayId === later.displayId;
}
