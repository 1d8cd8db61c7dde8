import type { CellOutput, MimeBundle } from "../protocol/messages.ts";
import type { CommandIo } from "./commandIo.ts";

const progressMime = "application/vnd.tokenwise.progress.v1+json";

/** Prints outputs as text: streams as they come, everything else on lines of its own. */
export class TextPrinter {
  private atLineStart = true;
  private readonly io: CommandIo;

  constructor(io: CommandIo) {
    this.io = io;
  }

  print(output: CellOutput): void {
    switch (output.type) {
      case "stream":
        (output.name === "stdout" ? this.io.out : this.io.err)(output.text);
        if (output.text !== "") this.atLineStart = output.text.endsWith("\n");
        return;
      case "error":
        this.startLine();
        return this.io.err(`${output.stack}\n`);
      case "display":
      case "result":
        return this.printBundle(output.data);
    }
  }

  /** Ends a line that a stream has left open. */
  startLine(): void {
    if (!this.atLineStart) this.io.out("\n");
    this.atLineStart = true;
  }

  // A progress bar redraws itself many times; its end is worth a line.
  private printBundle(data: MimeBundle): void {
    const progress = data[progressMime] as { done?: boolean } | undefined;
    if (progress && progress.done !== true) return;
    this.startLine();
    this.io.out(`${textOf(data)}\n`);
  }
}

function textOf(data: MimeBundle): string {
  const plain = data["text/plain"] ?? data["text/markdown"];
  return typeof plain === "string" ? plain : `[${Object.keys(data).join(", ")}]`;
}
