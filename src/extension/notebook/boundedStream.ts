const headLimit = 400_000;
const tailLimit = 100_000;

/**
 * The start and the end of a text that may be endless: a cell that prints 200,000 lines would freeze the editor, which
 * joins a stream's pieces anew with each one that comes. What lies between is left out and counted.
 */
export class BoundedStream {
  #room: number;
  readonly #tailSize: number;
  #tail = "";
  #leftOut = { lines: 0, characters: 0 };

  constructor(headSize = headLimit, tailSize = tailLimit) {
    this.#room = headSize;
    this.#tailSize = tailSize;
  }

  /** Takes text in, and gives back what of it still belongs to the start. */
  push(text: string): string {
    if (text.length <= this.#room && this.#tail === "") {
      this.#room -= text.length;
      return text;
    }
    const head = this.#tail === "" ? text.slice(0, wholeLines(text, this.#room)) : "";
    this.#room = 0;
    this.#tail += text.slice(head.length);
    if (this.#tail.length > 2 * this.#tailSize) this.#trim();
    return head;
  }

  /** The end so far, with a line that says what was left out before it; empty while the start holds everything. */
  end(): string {
    if (this.#tail.length > this.#tailSize) this.#trim();
    const { lines, characters } = this.#leftOut;
    if (characters === 0) return this.#tail;
    const amount = `${lines.toLocaleString("en")} lines (${characters.toLocaleString("en")} characters)`;
    return `\n... ${amount} left out here ...\n\n${this.#tail}`;
  }

  #trim(): void {
    const excess = this.#tail.length - this.#tailSize;
    const newline = this.#tail.indexOf("\n", excess);
    const cut = newline === -1 ? excess : newline + 1;
    for (let at = this.#tail.indexOf("\n"); at !== -1 && at < cut; at = this.#tail.indexOf("\n", at + 1)) {
      this.#leftOut.lines++;
    }
    this.#leftOut.characters += cut;
    this.#tail = this.#tail.slice(cut);
  }
}

/** Length of the whole lines within the first `limit` characters; `limit` itself where not one line ends there. */
function wholeLines(text: string, limit: number): number {
  const end = limit > 0 ? text.lastIndexOf("\n", limit - 1) + 1 : 0;
  return end === 0 ? limit : end;
}
