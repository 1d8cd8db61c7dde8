/** One message as a line of JSON. */
export function encodeLine(message: unknown): string {
  return JSON.stringify(message) + "\n";
}

/** Puts the pieces that a pipe delivers together again and gives each whole line's message. */
export class LineDecoder<T> {
  private pieces: string[] = [];

  /** The messages that `text` completes, in order. */
  push(text: string): T[] {
    const lines = text.split("\n");
    const rest = lines.pop()!;
    if (lines.length === 0) {
      this.pieces.push(rest);
      return [];
    }
    lines[0] = this.pieces.join("") + lines[0]!;
    this.pieces = [rest];
    return lines.map((line) => JSON.parse(line) as T);
  }
}
